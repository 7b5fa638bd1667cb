package io.switchman.extender.config;

/**
 * Tentative claims between filter and bind.
 *
 * @param deadlineMillis how long one lasts, 1,000 to 600,000 ms
 */
public record HoldConfig(long deadlineMillis) {
    public static final HoldConfig DEFAULT = new HoldConfig(30_000);
}
