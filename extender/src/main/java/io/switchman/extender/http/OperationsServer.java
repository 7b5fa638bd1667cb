package io.switchman.extender.http;

import io.switchman.extender.app.ObservedPod;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.config.Limits;
import io.switchman.extender.config.Listener;
import io.switchman.extender.explain.Explainer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listener for people and monitoring. It has an event loop and a worker of its own, so that nothing asked here makes
 * the scheduler wait for more than a core.
 */
public final class OperationsServer extends VerticleBase {
    private static final long BEAT_MILLIS = 1_000;

    private final Listener listener;
    private final Context writer;
    private final StateKeeper keeper;
    private final Explainer explainer;
    private final Limits limits;
    private final OperationsMeter meter;
    private final BooleanSupplier isWarm;
    private final BooleanSupplier isLeader;
    private final Supplier<List<ObservedPod>> observed;
    private @Nullable HttpServer server;

    /**
     * A listener.
     *
     * @param writer the context of the verbs, whose event loop is watched
     * @param meter what {@code /metrics} shows
     * @param isWarm whether calls are answered as quickly as they will be, for {@code /readyz}
     * @param isLeader whether this replica is the one to be called, for {@code /readyz}
     * @param observed pods that were bound in mode observe, the newest first
     */
    public OperationsServer(
            Listener listener,
            Context writer,
            StateKeeper keeper,
            Explainer explainer,
            Limits limits,
            OperationsMeter meter,
            BooleanSupplier isWarm,
            BooleanSupplier isLeader,
            Supplier<List<ObservedPod>> observed) {
        this.listener = listener;
        this.writer = writer;
        this.keeper = keeper;
        this.explainer = explainer;
        this.limits = limits;
        this.meter = meter;
        this.isWarm = isWarm;
        this.isLeader = isLeader;
        this.observed = observed;
    }

    @Override
    public Future<?> start() {
        Heartbeat heartbeat = new Heartbeat(writer, System::nanoTime);
        heartbeat.beat();
        vertx.setPeriodic(BEAT_MILLIS, _ -> {
            heartbeat.beat();
            meter.writerLag(heartbeat.lagNanos());
        });
        // One thread: explaining thousands of nodes then costs one core, however many people ask.
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("switchman-operations", 1);
        HealthPages health = new HealthPages(keeper, heartbeat, isWarm, isLeader);
        OperationsBounds bounds = new OperationsBounds();
        StatePages state = new StatePages(keeper, limits, worker, bounds);
        Endpoints endpoints = new Endpoints()
                .add("GET", "/healthz", "whether the process works", health::live)
                .add("GET", "/readyz", "whether it answers the scheduler", health::ready)
                .add("GET", "/metrics", "meters, for Prometheus", context -> Replies.metrics(context, meter.scrape()))
                .add("GET", "/debug/state", "nodes, devices and who has them: ?node=NAME ?limit=1000", state::state)
                .add("GET", "/debug/nodes", "names of all nodes", state::nodes)
                .add(
                        "GET",
                        "/debug/observed",
                        "mode observe, the last pods: ?node=NAME ?limit=100",
                        new ObservedPage(observed, limits.observed())::show)
                .add(
                        "POST",
                        "/explain",
                        "why nodes fit a pod or do not: ?node=NAME ?limit=20",
                        new ExplainHandler(vertx, keeper, explainer, limits, meter, worker, bounds));
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(listener.host())
                        .setPort(listener.port())
                        .setHandle100ContinueAutomatically(true)
                        .setIdleTimeout(OperationsBounds.IDLE_SECONDS)
                        .setCompressionSupported(true))
                .requestHandler(endpoints.router(vertx));
        return server.listen();
    }

    /** The port in use, once started. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("the listener of " + listener + " is not started");
        }
        return server.actualPort();
    }
}
