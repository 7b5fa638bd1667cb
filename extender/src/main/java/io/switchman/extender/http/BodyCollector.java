package io.switchman.extender.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers the body of a request into one array, within a size and a time. */
final class BodyCollector {
    /** Memory is taken as bytes arrive, not as a header promises them. */
    private static final int FIRST_ALLOCATION = 512 << 10;

    private final Promise<byte[]> whole = Promise.promise();
    private final long maxBytes;
    private byte[] bytes;
    private int length;

    private BodyCollector(long maxBytes, int expected) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[expected];
    }

    /** A body that was not taken. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * The whole body, or {@link Refused} with 413 or 408, or with 400 if the client goes away.
     *
     * @param maxBytes most bytes
     * @param maxMillis longest time, milliseconds
     */
    static Future<byte[]> of(HttpServerRequest request, Vertx vertx, long maxBytes, long maxMillis) {
        long declared = declared(request);
        if (declared > maxBytes) {
            return Future.failedFuture(tooLarge(maxBytes));
        }
        BodyCollector collector =
                new BodyCollector(maxBytes, (int) Math.min(Math.max(declared, 1024), FIRST_ALLOCATION));
        long timer = vertx.setTimer(
                maxMillis,
                _ -> collector.whole.tryFail(
                        new Refused(408, "the body took longer than " + maxMillis + " ms (limits.bodyMillis)")));
        request.handler(collector::add);
        request.exceptionHandler(
                e -> collector.whole.tryFail(new Refused(400, "the request broke off: " + e.getMessage())));
        request.endHandler(_ -> collector.end());
        return collector.whole.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private void add(Buffer chunk) {
        if (whole.future().isComplete()) {
            return;
        }
        int more = chunk.length();
        if ((long) length + more > maxBytes) {
            bytes = new byte[0];
            whole.tryFail(tooLarge(maxBytes));
            return;
        }
        if (length + more > bytes.length) {
            long doubled = Math.min(Math.max(bytes.length * 2L, (long) length + more), maxBytes);
            bytes = Arrays.copyOf(bytes, (int) doubled);
        }
        chunk.getBytes(bytes, length);
        length += more;
    }

    private void end() {
        whole.tryComplete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }

    private static Refused tooLarge(long maxBytes) {
        return new Refused(413, "the body is larger than " + maxBytes + " bytes (limits.bodyBytes)");
    }

    private static long declared(HttpServerRequest request) {
        @Nullable String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (header == null || header.isEmpty() || header.length() > 18) {
            return header == null || header.isEmpty() ? 0 : Long.MAX_VALUE;
        }
        for (int i = 0; i < header.length(); i++) {
            if (!Character.isDigit(header.charAt(i))) {
                return 0;
            }
        }
        return Long.parseLong(header);
    }
}
