package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A cluster that a test plays: which pods it shows, whom it wakes, when its lists come, which admissions fail. */
final class Side {
    /** UIDs of pods that were woken, in order. */
    final List<String> woken = new CopyOnWriteArrayList<>();

    /** Lists that were asked for. */
    final List<Promise<Void>> lists = new ArrayList<>();

    /** Pods that the cluster shows otherwise than as pending; null for one that it does not show. */
    final Map<String, WatchedPods.@Nullable Watched> shown = new HashMap<>();

    Waker.Answer answer = Waker.Answer.WOKEN;
    private AdmissionFailures.@Nullable Listener listener;

    ClusterSide side(Freshness freshness) {
        ClusterSide embedded = ClusterSide.NOBODY;
        return new ClusterSide(
                embedded.binder(),
                this::shown,
                embedded.traits(),
                embedded.networks(),
                freshness,
                this::wake,
                told -> listener = told);
    }

    ClusterSide side() {
        return side(Freshness.GIVEN);
    }

    Future<Void> list() {
        Promise<Void> list = Promise.promise();
        lists.add(list);
        return list.future();
    }

    void admissionFailed(String node, Asked asked) {
        if (listener == null) {
            throw new AssertionError("nobody listens");
        }
        listener.failed(node, asked);
    }

    private WatchedPods.@Nullable Watched shown(PodId pod) {
        return shown.containsKey(pod.uid()) ? shown.get(pod.uid()) : at(null, false);
    }

    static WatchedPods.Watched at(@Nullable String node, boolean isOver) {
        return new WatchedPods.Watched("train/p", 0, node, isOver, new Asked.Nothing());
    }

    private Future<Waker.Answer> wake(PodId pod, String namespace, String name, long generation) {
        woken.add(pod.uid());
        return Future.succeededFuture(answer);
    }
}
