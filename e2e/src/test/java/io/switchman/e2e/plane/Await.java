package io.switchman.e2e.plane;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what another process does: asks again and again until it is so, or until the time is up. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** Something to ask for. */
    @FunctionalInterface
    public interface Question<T> {
        /** The answer, or null if there is none yet. An exception counts as none yet; the last one is told in the end. */
        @Nullable
        T ask() throws Exception;
    }

    /**
     * Waits for an answer.
     *
     * @param what what is waited for, as the object of "waited for"
     * @param evidence what helps to understand why it did not come
     * @throws AssertionError if none came in time; an error that a question throws passes at once
     */
    public static <T> T until(String what, Duration limit, Question<T> question, Supplier<String> evidence) {
        long deadline = System.nanoTime() + limit.toNanos();
        Exception last = null;
        do {
            try {
                T answer = question.ask();
                if (answer != null) {
                    return answer;
                }
                last = null;
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            } catch (Exception e) {
                last = e;
            }
            pause(what);
        } while (System.nanoTime() - deadline < 0);
        throw new AssertionError(
                "waited %d s in vain for %s%n%s".formatted(limit.toSeconds(), what, evidence.get()), last);
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    /** JUnit interrupts a test whose time is up. */
    private static AssertionError interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for " + what, e);
    }
}
