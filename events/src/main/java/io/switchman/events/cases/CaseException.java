package io.switchman.events.cases;

/** A case that cannot be read; the message says where and why. */
public final class CaseException extends Exception {
    private static final long serialVersionUID = 1;

    CaseException(String message) {
        super(message);
    }
}
