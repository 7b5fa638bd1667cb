package io.switchman.extender.demo;

/** What became of one attempt to place a pod. */
sealed interface Placing {
    /** It goes to a node. */
    record Goes() implements Placing {}

    /** It has to wait. */
    record Waits(String reason) implements Placing {}
}
