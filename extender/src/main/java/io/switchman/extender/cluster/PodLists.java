package io.switchman.extender.cluster;

import io.switchman.extender.app.Freshness;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Has pods listed anew, and tells when such a list is in the state. Used on the writer's thread. */
final class PodLists implements Freshness {
    private final LongSupplier relist;
    private final NavigableMap<Long, Promise<Void>> open = new TreeMap<>();

    /**
     * Nobody waits.
     *
     * @param relist asks for a list, see {@link io.switchman.events.kube.feed.Feed#relist}
     */
    PodLists(LongSupplier relist) {
        this.relist = relist;
    }

    @Override
    public Future<Void> catchUp() {
        Promise<Void> promise = Promise.promise();
        open.put(relist.getAsLong(), promise);
        return promise.future();
    }

    /**
     * A list of pods is in the state.
     *
     * @param answers the last question that it answers
     */
    void listed(long answers) {
        Map<Long, Promise<Void>> answered = open.headMap(answers, true);
        var done = Map.copyOf(answered).values();
        answered.clear();
        done.forEach(Promise::tryComplete);
    }
}
