package io.switchman.extender.process;

import io.switchman.extender.config.TlsFiles;
import io.switchman.extender.config.VerbsTls;
import io.switchman.extender.http.VerbsServer;
import io.switchman.extender.tls.CertificateWatch;
import io.switchman.extender.tls.TlsMaterial;
import io.switchman.extender.tls.TlsMeter;
import io.switchman.extender.tls.TlsReader;
import io.switchman.extender.tls.TlsVerdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** The certificates of the verbs, from the start of the process to its end. */
final class VerbsCertificates {
    /** The kubelet takes up to a minute to bring a renewed Secret; two looks more do not matter. */
    private static final long LOOK_MILLIS = 5_000;

    private VerbsCertificates() {}

    /**
     * Reads them for the first time, on the caller's thread: nothing runs yet that could be kept waiting.
     *
     * @return nothing without TLS, and a failure that names key and path if they are no good
     */
    static Future<Optional<TlsMaterial>> load(Vertx vertx, VerbsTls tls) {
        Optional<TlsFiles> files = tls.files();
        if (files.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return switch (reader(vertx, files.get()).load()) {
            case TlsVerdict.Usable(TlsMaterial material) -> Future.succeededFuture(Optional.of(material));
            case TlsVerdict.Broken(String reason) -> Future.failedFuture(new IOException(reason));
        };
    }

    /** Has a listener serve what the files become. Called on an event loop, which is then the watch's. */
    static void watch(Vertx vertx, VerbsTls tls, TlsMaterial served, VerbsServer server, TlsMeter meter) {
        meter.serving(served);
        tls.files()
                .ifPresent(files -> new CertificateWatch(vertx, reader(vertx, files), served, server::renew, meter)
                        .start(LOOK_MILLIS));
    }

    private static TlsReader reader(Vertx vertx, TlsFiles files) {
        return new TlsReader(vertx, files, InstantSource.system());
    }
}
