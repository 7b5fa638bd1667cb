package io.switchman.extender.app;

import io.switchman.topology.state.PodId;
import io.vertx.core.Future;

/** Makes the scheduler try a pod again. Asked on the writer's thread. */
@FunctionalInterface
public interface Waker {
    /** Nobody is woken. */
    Waker NONE = (_, _, _, _) -> Future.succeededFuture(Answer.REFUSED);

    /**
     * Wakes a pod.
     *
     * @param generation of the state that has room for it
     * @return what came of it, always and in time, on the writer's thread
     */
    Future<Answer> wake(PodId pod, String namespace, String name, long generation);

    /** What came of it. */
    enum Answer {
        /** The scheduler will hear of it. */
        WOKEN,
        /** There is no such pod. */
        GONE,
        /** It was not done, or nobody knows; trying once more may help. */
        UNCLEAR,
        /** It will not be done. */
        REFUSED
    }
}
