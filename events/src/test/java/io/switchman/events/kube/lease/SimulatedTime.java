package io.switchman.events.kube.lease;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/** Threads that take turns in simulated time: one runs, the others wait for theirs. A run is told by its seed alone. */
final class SimulatedTime {
    private final PriorityQueue<Turn> turns =
            new PriorityQueue<>(Comparator.comparingLong(Turn::at).thenComparingLong(Turn::order));
    private final Semaphore back = new Semaphore(0);
    private long now;
    private long order;

    private record Turn(long at, long order, Runnable what) {}

    /** One thread's place in the queue. */
    final class Seat {
        private final Semaphore turn = new Semaphore(0);

        /** Waits; the others go on. To be called by the seat's own thread. */
        void sleep(long nanos) {
            at(nanos, this::take);
            back.release();
            turn.acquireUninterruptibly();
        }

        private void take() {
            turn.release();
            back.acquireUninterruptibly();
        }
    }

    long now() {
        return now;
    }

    /** Lets something happen later. */
    void at(long nanos, Runnable what) {
        turns.add(new Turn(now + nanos, order++, what));
    }

    /** Begins a thread that is in turn at once. */
    void begin(Seat seat, Runnable body) {
        at(0, seat::take);
        Thread.ofVirtual().start(() -> {
            seat.turn.acquireUninterruptibly();
            body.run();
            back.release();
        });
    }

    /** Lets time pass; looks before and after each thing that happens. */
    void passUntil(long end, Runnable look) {
        while (!turns.isEmpty() && turns.element().at() <= end) {
            Turn next = turns.remove();
            now = next.at();
            look.run();
            next.what().run();
            look.run();
        }
        now = end;
        look.run();
    }
}
