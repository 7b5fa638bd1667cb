package io.switchman.extender.http;

import io.switchman.extender.config.Limit;
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
    private final BodyBounds bounds;
    private final BodyBudget.Share share;
    private byte[] bytes;
    private int length;

    private BodyCollector(BodyBounds bounds, BodyBudget.Share share, int expected) {
        this.bounds = bounds;
        this.share = share;
        this.bytes = new byte[expected];
    }

    /** A body that was not taken. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final @Nullable Limit limit;

        Refused(int status, String message, @Nullable Limit limit) {
            super(message, null, false, false);
            this.status = status;
            this.limit = limit;
        }

        @Nullable
        Limit limit() {
            return limit;
        }

        int status() {
            return status;
        }
    }

    /**
     * The whole body, or {@link Refused} with 413, 408 or 429, or with 400 if the client goes away.
     *
     * @param share where its bytes are counted; the caller releases it when it needs the body no longer
     */
    static Future<byte[]> of(HttpServerRequest request, Vertx vertx, BodyBounds bounds, BodyBudget.Share share) {
        long declared = declared(request);
        if (declared > bounds.bytes()) {
            return Future.failedFuture(bounds.tooLarge());
        }
        int expected = (int) Math.min(Math.max(declared, 1024), FIRST_ALLOCATION);
        if (!share.growTo(expected)) {
            return Future.failedFuture(tooMany(share));
        }
        BodyCollector collector = new BodyCollector(bounds, share, expected);
        long timer = vertx.setTimer(bounds.millis(), _ -> collector.whole.tryFail(bounds.tooSlow()));
        request.handler(collector::add);
        request.exceptionHandler(
                e -> collector.whole.tryFail(new Refused(400, "the request broke off: " + e.getMessage(), null)));
        request.endHandler(_ -> collector.end());
        return collector.whole.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private void add(Buffer chunk) {
        if (whole.future().isComplete()) {
            return;
        }
        int more = chunk.length();
        if ((long) length + more > bounds.bytes()) {
            giveUp(bounds.tooLarge());
            return;
        }
        if (length + more > bytes.length) {
            long doubled = Math.min(Math.max(bytes.length * 2L, (long) length + more), bounds.bytes());
            if (!share.growTo(doubled)) {
                giveUp(tooMany(share));
                return;
            }
            bytes = Arrays.copyOf(bytes, (int) doubled);
        }
        chunk.getBytes(bytes, length);
        length += more;
    }

    private void end() {
        whole.tryComplete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }

    private void giveUp(Refused refused) {
        bytes = new byte[0];
        whole.tryFail(refused);
    }

    private static Refused tooMany(BodyBudget.Share share) {
        return new Refused(
                429,
                "the bodies of the requests in work are larger than " + share.most()
                        + " bytes (four times limits.bodyBytes, or a quarter of the heap)",
                Limit.BODY_BYTES);
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
