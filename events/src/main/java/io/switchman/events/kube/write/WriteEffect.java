package io.switchman.events.kube.write;

/** What a status says of whether a write took effect. */
enum WriteEffect {
    /** It did. */
    DONE,
    /** It did not: the server was too busy to look at it. */
    NOT_TAKEN,
    /** It did not, because of what is there; what that is tells why. */
    CONFLICT,
    /** It did not, and will not. */
    REFUSED,
    /** Nobody can tell: the server or a proxy failed, and may have acted before. */
    UNCLEAR;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICTING = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    /** By status. A UID that does not fit is a 409 for a binding and may be a 422 for a patch; both call for a look. */
    static WriteEffect of(int status) {
        return switch (status) {
            case REQUEST_TIMEOUT -> UNCLEAR;
            case CONFLICTING, UNPROCESSABLE -> CONFLICT;
            case TOO_MANY_REQUESTS -> NOT_TAKEN;
            default -> status >= 200 && status < 300 ? DONE : status >= 300 && status < 500 ? REFUSED : UNCLEAR;
        };
    }
}
