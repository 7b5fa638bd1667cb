package io.switchman.e2e;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Pods that come at a steady rate and leave after a random life. It can be halted, and then time stands still for it: what was to
 * happen is not made up for. Used by one thread.
 */
final class Traffic {
    private static final int CALLERS = 4;

    /** A pod is there before it leaves. */
    private static final double LEAST_LIFE = 1;

    private final Workload workload;
    private final double rate;
    private final double meanLife;
    private final Random random;
    private final PriorityQueue<Departure> departures = new PriorityQueue<>();

    /** Both in seconds of its own time. */
    private double now;

    private double nextArrival;
    private int arrived;

    private record Departure(double at, String pod) implements Comparable<Departure> {
        @Override
        public int compareTo(Departure other) {
            return Double.compare(at, other.at);
        }
    }

    /**
     * Traffic that has not begun.
     *
     * @param rate pods a second
     * @param meanLife of a pod, in seconds
     */
    Traffic(Workload workload, double rate, double meanLife, long seed) {
        this.workload = workload;
        this.rate = rate;
        this.meanLife = meanLife;
        this.random = new Random(seed);
    }

    /** How many pods came so far. */
    int arrived() {
        return arrived;
    }

    /** For how long it ran, without halts. */
    double seconds() {
        return now;
    }

    /** Goes on for a while, until all calls are answered. */
    void run(Duration time) {
        double until = now + time.toMillis() / 1e3;
        long origin = System.nanoTime() - (long) (now * 1e9);
        List<Future<?>> calls = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            while (true) {
                Departure first = departures.peek();
                boolean leaves = first != null && first.at() < nextArrival;
                double next = leaves ? first.at() : nextArrival;
                if (next >= until) {
                    break;
                }
                sleepUntil(origin + (long) (next * 1e9));
                now = next;
                if (leaves) {
                    departures.remove();
                    calls.add(callers.submit(() -> workload.leave(first.pod())));
                } else {
                    calls.add(arrive(callers));
                }
            }
            sleepUntil(origin + (long) (until * 1e9));
        }
        // Calls that took longer than planned make the rate smaller than wanted.
        now = (System.nanoTime() - origin) / 1e9;
        nextArrival = Math.max(nextArrival, now);
        calls.forEach(Traffic::check);
    }

    /** Has all pods leave that are there. */
    void drain() {
        departures.stream().parallel().forEach(departure -> workload.leave(departure.pod()));
        departures.clear();
    }

    private Future<?> arrive(ExecutorService callers) {
        JsonObject pod = workload.next();
        arrived++;
        nextArrival += 1 / rate;
        double life = LEAST_LIFE - Math.log(1 - random.nextDouble()) * meanLife;
        departures.add(new Departure(now + life, EndState.name(pod)));
        return callers.submit(() -> workload.create(List.of(pod)));
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void check(Future<?> call) {
        try {
            call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a call failed", e.getCause());
        }
    }
}
