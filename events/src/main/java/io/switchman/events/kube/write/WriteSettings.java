package io.switchman.events.kube.write;

import java.time.Duration;

/**
 * Limits of what is written. Each kind has its own, so that kicks never take the room of bindings.
 *
 * @param bindWithin for a binding in total, with the look at the pod that follows an unclear answer; below the scheduler's
 *     {@code httpTimeout}
 * @param askWithin for the question where a pod stands
 * @param annotateWithin for annotations in total
 * @param binds most bindings in flight
 * @param asks most questions in flight
 * @param annotations most writings of annotations in flight
 */
public record WriteSettings(
        Duration bindWithin, Duration askWithin, Duration annotateWithin, int binds, int asks, int annotations) {
    /** For a scheduler that waits 5 s. */
    public static final WriteSettings DEFAULT =
            new WriteSettings(Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(10), 128, 32, 32);

    public WriteSettings {
        if (!bindWithin.isPositive() || !askWithin.isPositive() || !annotateWithin.isPositive()) {
            throw new IllegalArgumentException("times must be above 0");
        }
        if (binds < 1 || asks < 1 || annotations < 1) {
            throw new IllegalArgumentException("room must be 1 or more");
        }
    }
}
