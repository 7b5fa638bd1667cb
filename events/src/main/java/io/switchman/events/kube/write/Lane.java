package io.switchman.events.kube.write;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Work of one kind: so much at once, each on a virtual thread of its own, each answered in time. */
final class Lane {
    private final String name;
    private final int most;
    private final Duration within;
    private final Semaphore room;

    /**
     * A lane with nothing in it.
     *
     * @param name what messages call its work, in the plural
     * @param most work at once
     * @param within what one piece of work may take
     */
    Lane(String name, int most, Duration within) {
        this.name = name;
        this.most = most;
        this.within = within;
        this.room = new Semaphore(most);
    }

    int inFlight() {
        return most - room.availablePermits();
    }

    /**
     * Begins with a piece of work, if there is room.
     *
     * @param work gets its deadline and keeps it by itself, except where a thread is stuck in what cannot be cut short; then
     *     the answer comes an eighth after the deadline, and the room stays taken until the thread is free
     * @param full the answer where there is no room
     * @param unclear the answer where the work failed or hangs
     */
    <A> CompletionStage<A> run(Function<Deadline, A> work, Function<String, A> full, Function<String, A> unclear) {
        if (!room.tryAcquire()) {
            return CompletableFuture.completedStage(
                    full.apply(most + " " + name + " are in flight, and no more are allowed"));
        }
        Deadline deadline = Deadline.in(within);
        CompletableFuture<A> answer = new CompletableFuture<>();
        Thread.ofVirtual().name(name).start(() -> {
            A result;
            try {
                result = work.apply(deadline);
            } catch (RuntimeException e) {
                result = unclear.apply("a bug: " + e);
            } finally {
                room.release();
            }
            answer.complete(result);
        });
        long most = within.plus(within.dividedBy(8)).toNanos();
        return answer.completeOnTimeout(
                unclear.apply("no answer within " + within.toMillis() + " ms"), most, TimeUnit.NANOSECONDS);
    }
}
