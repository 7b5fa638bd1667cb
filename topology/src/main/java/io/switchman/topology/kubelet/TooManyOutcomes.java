package io.switchman.topology.kubelet;

/** There are more outcomes than are worth walking; the answer is then unknown. */
final class TooManyOutcomes extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyOutcomes() {
        super("more outcomes than are walked", null, false, false);
    }
}
