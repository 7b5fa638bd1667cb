package io.switchman.extender.wire;

import org.jspecify.annotations.Nullable;

/** A request that does not follow the protocol. The message names the place, what stands there and what is allowed. */
public final class MalformedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String limit;

    public MalformedRequest(String message) {
        this(message, null);
    }

    private MalformedRequest(String message, @Nullable String limit) {
        super(message, null, false, false);
        this.limit = limit;
    }

    /**
     * A request that is well formed and asks too much.
     *
     * @param limit its key in the configuration
     */
    static MalformedRequest beyond(String limit, String message) {
        return new MalformedRequest(message + " (limits." + limit + ")", limit);
    }

    /** The key of the limit that the request goes beyond; null where something else is wrong with it. */
    public @Nullable String limit() {
        return limit;
    }
}
