package io.switchman.extender.http;

import static java.util.Objects.requireNonNull;

import io.switchman.extender.app.Cluster;
import io.switchman.extender.app.Tally.Verb;
import io.switchman.extender.config.Listener;
import io.switchman.extender.tls.CertificateWatch;
import io.switchman.extender.tls.TlsMaterial;
import io.switchman.extender.tls.TlsMeter;
import io.switchman.extender.tls.TlsReader;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verbs of a cluster, listening on a port of their own. */
final class Extender implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Cluster cluster;
    private final AtomicInteger calls = new AtomicInteger();
    private final CompletableFuture<Context> loop = new CompletableFuture<>();
    private final VerbsServer server;

    Extender(Cluster cluster) {
        this(cluster, null, Admission.EVERYBODY);
    }

    Extender(Cluster cluster, @Nullable TlsMaterial tls, Admission admission) {
        this.cluster = cluster;
        this.server = new VerbsServer(new Listener("127.0.0.1", 0), tls, on -> {
            loop.complete(requireNonNull(on.getOrCreateContext()));
            return new VerbHandler(
                    on, cluster.verbs(on), cluster.keeper(), cluster.config().limits(), new CountingMeter(), admission);
        });
        await(vertx.deployVerticle(server).toCompletionStage());
    }

    Cluster cluster() {
        return cluster;
    }

    /** Has the listener follow files from what it serves now, looking at them all the time. */
    void follow(TlsReader reader, TlsMaterial served, TlsMeter meter) {
        onLoop(() -> {
            new CertificateWatch(vertx, reader, served, server::renew, meter).start(1);
            return true;
        });
    }

    int port() {
        return server.port();
    }

    /** Calls that reached a verb and were answered. */
    int calls() {
        return calls.get();
    }

    Connection connect() throws IOException {
        return new Connection(port());
    }

    /** One call on a connection of its own. */
    Answer post(String verb, String body) throws IOException {
        try (Connection connection = connect()) {
            return connection.post(verb, body);
        }
    }

    /** Runs on the writer's thread. */
    <T> T onLoop(Supplier<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        await(loop).runOnContext(_ -> {
            try {
                done.complete(task.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage());
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private final class CountingMeter implements VerbMeter {
        @Override
        public void size(Verb verb, long bytes) {}

        @Override
        public void call(Verb verb, int status, long nanos) {
            calls.incrementAndGet();
        }

        @Override
        public void inFlight(int requests) {}
    }
}
