package io.switchman.extender.wire;

/** A request that does not follow the protocol. The message names the place, what stands there and what is allowed. */
public final class MalformedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedRequest(String message) {
        super(message, null, false, false);
    }
}
