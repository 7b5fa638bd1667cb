package io.switchman.extender.app;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod went while we only observed, and where it would have gone.
 *
 * @param pod {@code namespace/name}
 * @param chosen the node that the scheduler bound it to
 * @param there what we say of that node, see {@link Observing}
 * @param would the node that we would have chosen; null where we would have refused the pod, or do not know
 * @param verdict what we say of that node, or why we would have refused the pod
 */
public record ObservedPod(
        String pod,
        String uid,
        String chosen,
        String there,
        @Nullable String would,
        String verdict,
        Agreement agreement) {
    /** How the two choices compare. */
    public enum Agreement {
        /** The same node. */
        SAME,
        /** Another node, which is as good for the pod itself. */
        AS_GOOD,
        /** Another node, which is worse for the pod. */
        WORSE,
        /** A node that we would have refused, while another one fits. */
        REFUSED_THERE,
        /** We would have refused the pod on every node. */
        REFUSED,
        /** Nothing was decided about the pod: the process began between filter and bind, or there was no time. */
        UNKNOWN;

        /** As people read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
