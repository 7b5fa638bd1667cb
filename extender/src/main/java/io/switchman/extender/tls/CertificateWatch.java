package io.switchman.extender.tls;

import io.switchman.extender.tls.TlsVerdict.Broken;
import io.switchman.extender.tls.TlsVerdict.Usable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes renewed certificates without a restart. Contents are compared, so it is all the same whether a file was written in
 * place or a link was moved, as the kubelet does with mounted Secrets; notifications of the file system miss the latter.
 *
 * <p>A change counts when two looks in a row see the same: files that are written one after the other would else be seen
 * half-written, or as a certificate with the key of another. What is broken is reported once, and what was served before
 * goes on. All methods run on one event loop; only files are read elsewhere.
 */
public final class CertificateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Vertx vertx;
    private final TlsReader reader;
    private final Function<TlsMaterial, Future<?>> serve;
    private final TlsMeter meter;
    private TlsBytes previous;
    private TlsBytes judged;
    private boolean looking;

    /**
     * A watch.
     *
     * @param served what the listener was opened with
     * @param serve has new connections use the material
     */
    public CertificateWatch(
            Vertx vertx, TlsReader reader, TlsMaterial served, Function<TlsMaterial, Future<?>> serve, TlsMeter meter) {
        this.vertx = vertx;
        this.reader = reader;
        this.previous = served.bytes();
        this.judged = served.bytes();
        this.serve = serve;
        this.meter = meter;
    }

    /** What one look saw; the verdict is null where there is nothing to judge. */
    private record Look(TlsBytes seen, @Nullable TlsVerdict verdict) {}

    /** Looks now and then, until the instance of Vert.x is closed. */
    public void start(long intervalMillis) {
        vertx.setPeriodic(intervalMillis, _ -> look());
    }

    /** Looks once; done when what was seen is served, or is known to be of no use. */
    Future<?> look() {
        if (looking) {
            return Future.succeededFuture(); // a file system that hangs holds one thread, not one more with each tick
        }
        looking = true;
        TlsBytes before = previous;
        TlsBytes known = judged;
        return vertx.executeBlocking(() -> look(before, known), false)
                .compose(look -> act(Objects.requireNonNull(look)))
                .onFailure(e -> LOG.error("the certificates could not be looked at", e))
                .onComplete(_ -> looking = false);
    }

    private Look look(TlsBytes before, TlsBytes known) {
        TlsBytes seen = reader.read();
        boolean settled = seen.equals(before) && !seen.equals(known);
        return new Look(seen, settled ? reader.check(seen) : null);
    }

    private Future<?> act(Look look) {
        previous = look.seen();
        if (look.verdict() == null) {
            return Future.succeededFuture();
        }
        judged = look.seen();
        return switch (look.verdict()) {
            case Usable(TlsMaterial material) -> take(material);
            case Broken(String reason) -> {
                LOG.error("new certificates are not taken, those before go on: {}", reason);
                meter.reload(false);
                yield Future.succeededFuture();
            }
        };
    }

    private Future<?> take(TlsMaterial material) {
        return serve.apply(material)
                .onSuccess(_ -> {
                    LOG.info("new connections use the certificate that expires at {}", material.expires());
                    meter.serving(material);
                    meter.reload(true);
                })
                .onFailure(e -> {
                    LOG.error("new certificates are not taken, those before go on", e);
                    meter.reload(false);
                });
    }
}
