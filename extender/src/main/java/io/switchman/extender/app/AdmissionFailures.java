package io.switchman.extender.app;

import io.switchman.extender.request.Asked;

/** Kubelets that do not admit pods, as the cluster tells of them. */
@FunctionalInterface
public interface AdmissionFailures {
    /** All are admitted. */
    AdmissionFailures NONE = _ -> {};

    /** Has somebody told of each from now on, on the writer's thread. */
    void tell(Listener listener);

    /** Who is told. */
    @FunctionalInterface
    interface Listener {
        /**
         * A kubelet did not admit a pod for its devices.
         *
         * @param asked what the pod asked
         */
        void failed(String node, Asked asked);
    }
}
