package io.switchman.events.plan;

import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;

/**
 * What was said of a placement before it was bound, to be compared with what came of it.
 *
 * @param kind how sure it is that the kubelet gives what counts as aligned
 * @param p how likely it is, 0 to 1; the least it can be where not all is known
 * @param isMet whether the plan itself is what the pod's policy wants
 * @param locality the worst level that counts as aligned for this pod
 */
public record Promise(OutcomeClass kind, double p, boolean isMet, Locality locality) {
    public Promise {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + ": allowed are 0 to 1");
        }
    }
}
