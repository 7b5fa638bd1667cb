package io.switchman.extender.http;

import io.switchman.extender.config.Listener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The listener of the verbs. Its event loop is the writer's thread, so one instance only. */
public final class VerbsServer extends VerticleBase {
    /** The body of a filter call with 5,000 names has 211 KB: few large chunks cost less than many small ones. */
    private static final int CHUNK_BYTES = 256 << 10;

    private final Listener listener;
    private final Function<Vertx, Handler<HttpServerRequest>> handlers;
    private @Nullable HttpServer server;

    /**
     * A listener.
     *
     * @param handlers makes the handler on the event loop that it will run on
     */
    public VerbsServer(Listener listener, Function<Vertx, Handler<HttpServerRequest>> handlers) {
        this.listener = listener;
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
        server = vertx.createHttpServer(options).requestHandler(handlers.apply(vertx));
        return server.listen();
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
