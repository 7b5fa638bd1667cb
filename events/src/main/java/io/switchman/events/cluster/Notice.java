package io.switchman.events.cluster;

import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.machine.Problem;
import java.util.List;
import java.util.Set;

/** Something about the cluster that somebody should hear of, beside what changes the state. */
public sealed interface Notice {
    /** A kubelet refused to admit a pod for its devices; the pod is dead. */
    record AdmissionFailed(String node, PodFacts pod) implements Notice {}

    /** A pod carries a plan that we do not trust; it counts as placed by others. */
    record PlanDistrusted(PodFacts pod, String reason) implements Notice {}

    /** What is doubtful of a node changed; none if all is well. */
    record DoubtsChanged(String node, Set<Doubt> doubts) implements Notice {}

    /** Something could not be told because of a bug; it is tried again, and the rest is told. */
    record Failed(String what, RuntimeException bug) implements Notice {}

    /** A field of an object cannot be understood; the rest of it counts. */
    record Garbled(String kind, ObjectKey key, List<Problem> problems) implements Notice {}
}
