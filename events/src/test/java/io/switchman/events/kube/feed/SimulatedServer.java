package io.switchman.events.kube.feed;

import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.feed.SourceException.Reason;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An API server, a network and a clock in one, on one thread: time goes on and objects change only while the feed waits
 * or reads. What goes wrong is drawn from a seed.
 */
final class SimulatedServer implements ObjectSource, FeedClock {
    private static final String[] RESOURCES = {"example.com/a", "example.com/b", Samples.UNWANTED};
    private static final int NAMES = 12;

    final ClusterModel model = new ClusterModel();
    private final SplittableRandom random;
    private final Runnable consumer;
    private Runnable watchdog = () -> {};
    private long nanos = 1;
    private boolean wild = true;
    private boolean absent;
    private boolean cancelled;

    /** Consumes now and then, as the seed has it. */
    SimulatedServer(long seed, Runnable consumer) {
        this.random = new SplittableRandom(seed);
        this.consumer = consumer;
    }

    void guardedBy(Runnable check) {
        watchdog = check;
    }

    /** From now on nothing goes wrong and nothing changes. */
    void calm() {
        wild = false;
        absent = false;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(long wait) {
        long end = nanos + wait;
        while (nanos < end) {
            pass(Math.min(end - nanos, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    private void pass(long wait) {
        nanos += wait;
        watchdog.run();
        mutate();
        if (!wild || random.nextInt(3) == 0) {
            consumer.run();
        }
    }

    private void mutate() {
        if (!wild) {
            return;
        }
        String name = "n" + random.nextInt(NAMES);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> model.put(name, RESOURCES[random.nextInt(RESOURCES.length)]);
            case 3, 4 -> model.delete(name);
            case 5 -> {
                model.delete(name);
                model.put(name, RESOURCES[0]);
            }
            case 6 -> model.tick();
            default -> {}
        }
        if (random.nextInt(150) == 0) {
            model.compact();
        }
        if (random.nextInt(800) == 0) {
            model.restore();
        }
        if (random.nextInt(400) == 0) {
            absent = !absent;
        }
    }

    private boolean happens(int oneIn) {
        return wild && random.nextInt(oneIn) == 0;
    }

    private void answer() throws SourceException {
        mutate();
        if (happens(8)) {
            nanos += TimeUnit.SECONDS.toNanos(random.nextInt(40));
            throw new SourceException(Reason.UNAVAILABLE, "connection refused");
        }
        if (happens(60)) {
            throw new SourceException(Reason.REFUSED, "forbidden");
        }
        if (absent) {
            throw new SourceException(Reason.NOT_FOUND, "no such kind");
        }
    }

    @Override
    public ObjectPage list(int limit, String next) throws SourceException {
        answer();
        ClusterModel.Part part = model.list(limit, next);
        if (part == null || (!next.isEmpty() && happens(20))) {
            throw new SourceException(Reason.EXPIRED, "the continue token is too old");
        }
        return new ObjectPage(
                Long.toString(part.version()),
                part.next(),
                part.items().stream().map(SimulatedServer::raw).toList(),
                0);
    }

    @Override
    public Watch watch(String resourceVersion, long seconds) throws SourceException {
        answer();
        cancelled = false;
        return new Simulated(Long.parseLong(resourceVersion), nanos + TimeUnit.SECONDS.toNanos(seconds));
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private final class Simulated implements Watch {
        private final long end;
        private long at;
        private long bookmarkNanos;

        Simulated(long at, long end) {
            this.at = at;
            this.end = end;
            this.bookmarkNanos = nanos;
        }

        @Override
        public @Nullable WatchEvent next() throws SourceException {
            while (nanos < end) {
                mutate();
                if (model.isExpired(at)) {
                    throw new SourceException(Reason.EXPIRED, "too old resource version");
                }
                troubles();
                if (happens(15)) {
                    ClusterModel.Logged old = model.old(at, random.nextInt());
                    if (old != null) {
                        return event(old);
                    }
                }
                ClusterModel.Logged next = model.after(at);
                if (next != null) {
                    at = next.version();
                    return event(next);
                }
                if (nanos - bookmarkNanos > TimeUnit.SECONDS.toNanos(60)) {
                    bookmarkNanos = nanos;
                    at = model.version();
                    return new WatchEvent.Bookmark(Long.toString(at));
                }
                pass(TimeUnit.SECONDS.toNanos(1 + random.nextInt(5)));
                if (!wild && model.after(at) == null) {
                    return null;
                }
            }
            return null;
        }

        private void troubles() throws SourceException {
            if (happens(40)) {
                throw new SourceException(Reason.UNAVAILABLE, "unexpected end of stream");
            }
            if (happens(200)) {
                throw new SourceException(Reason.GARBLED, "no JSON");
            }
            if (happens(150)) {
                // Frozen: nothing comes, nothing breaks, until the watchdog ends it.
                cancelled = false;
                while (!cancelled) {
                    pass(TimeUnit.SECONDS.toNanos(1));
                }
            }
            if (cancelled) {
                throw new SourceException(Reason.UNAVAILABLE, "canceled");
            }
        }

        @Override
        public void close() {}
    }

    private static WatchEvent event(ClusterModel.Logged logged) {
        RawObject object = raw(logged.object());
        return logged.type().equals("DELETED") ? new WatchEvent.Deleted(object) : new WatchEvent.Changed(object);
    }

    private static RawObject raw(JsonObject object) {
        JsonObject metadata = Objects.requireNonNull(object.getAsJsonObject("metadata"));
        ObjectKey key = new ObjectKey(
                metadata.get("namespace").getAsString(),
                metadata.get("name").getAsString(),
                metadata.get("uid").getAsString());
        return new RawObject(key, metadata.get("resourceVersion").getAsString(), object, false);
    }
}
