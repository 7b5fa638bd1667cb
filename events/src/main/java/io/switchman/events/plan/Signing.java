package io.switchman.events.plan;

/** What came of signing a plan. */
public sealed interface Signing {
    /** The annotation's value. */
    record Signed(String annotation) implements Signing {}

    /** There is no value to be written; the pod is bound without, and counts as foreign after a restart. */
    record Unsigned(String reason) implements Signing {}
}
