package io.switchman.extender.http;

import io.switchman.extender.config.Listener;
import io.switchman.extender.tls.TlsMaterial;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The listener of the verbs. Its event loop is the writer's thread, so one instance only. */
public final class VerbsServer extends VerticleBase {
    /** The body of a filter call with 5,000 names has 211 KB: few large chunks cost less than many small ones. */
    private static final int CHUNK_BYTES = 256 << 10;

    /** With the standard 64 KiB of HTTP/2, such a body would wait for the network's round trip four times. */
    private static final int STREAM_WINDOW_BYTES = 1 << 20;

    private static final int CONNECTION_WINDOW_BYTES = 4 << 20;

    private final Listener listener;
    private final @Nullable TlsMaterial tls;
    private final Function<Vertx, Handler<HttpServerRequest>> handlers;
    private @Nullable HttpServer server;

    /** A listener without TLS. */
    public VerbsServer(Listener listener, Function<Vertx, Handler<HttpServerRequest>> handlers) {
        this(listener, null, handlers);
    }

    /**
     * A listener.
     *
     * @param tls what it shows and trusts, or null for no TLS
     * @param handlers makes the handler on the event loop that it will run on
     */
    public VerbsServer(
            Listener listener, @Nullable TlsMaterial tls, Function<Vertx, Handler<HttpServerRequest>> handlers) {
        this.listener = listener;
        this.tls = tls;
        this.handlers = handlers;
    }

    @Override
    public Future<?> start() {
        // No idle timeout: the scheduler closes idle connections after 90 s itself, and a POST on a connection that we
        // are closing would fail.
        HttpServerOptions options = new HttpServerOptions()
                .setHost(listener.host())
                .setPort(listener.port())
                .setMaxChunkSize(CHUNK_BYTES)
                .setReceiveBufferSize(CHUNK_BYTES)
                .setHandle100ContinueAutomatically(true);
        if (tls != null) {
            secure(options, tls.options());
        }
        server = vertx.createHttpServer(options).requestHandler(handlers.apply(vertx));
        return server.listen();
    }

    private static void secure(HttpServerOptions options, ServerSSLOptions tls) {
        options.setSsl(true)
                .setUseAlpn(tls.isUseAlpn())
                .setKeyCertOptions(tls.getKeyCertOptions())
                .setTrustOptions(tls.getTrustOptions())
                .setClientAuth(tls.getClientAuth())
                .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
                // Signatures of handshakes take milliseconds, and the event loop is the writer's.
                .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .getInitialSettings()
                .setInitialWindowSize(STREAM_WINDOW_BYTES);
    }

    /**
     * Has new connections use other certificates, and other authorities for those of clients. Open connections go on as
     * they are. Only for a listener that was opened with TLS.
     */
    public Future<?> renew(TlsMaterial material) {
        if (server == null) {
            throw new IllegalStateException("the listener of " + listener + " is not started");
        }
        return server.updateSSLOptions(material.options(), true);
    }

    /** The context whose event loop is the writer's thread, once started. */
    public Context writer() {
        if (server == null) {
            throw new IllegalStateException("the listener of " + listener + " is not started");
        }
        return context;
    }

    /** The port in use, once started. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("the listener of " + listener + " is not started");
        }
        return server.actualPort();
    }
}
