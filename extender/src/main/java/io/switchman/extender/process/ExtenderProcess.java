package io.switchman.extender.process;

import io.switchman.extender.app.ClusterSide;
import io.switchman.extender.app.ObservedPod;
import io.switchman.extender.app.SchedulingService;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.app.Tally;
import io.switchman.extender.app.VerdictMemo;
import io.switchman.extender.cluster.GivenCluster;
import io.switchman.extender.cluster.ServedCluster;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Limit;
import io.switchman.extender.config.Listener;
import io.switchman.extender.config.VerbsConfig.ReadyWhen;
import io.switchman.extender.explain.Explainer;
import io.switchman.extender.http.Admission;
import io.switchman.extender.http.ClientNames;
import io.switchman.extender.http.Leadership;
import io.switchman.extender.http.OperationsServer;
import io.switchman.extender.http.VerbHandler;
import io.switchman.extender.http.VerbMeter;
import io.switchman.extender.http.VerbsServer;
import io.switchman.extender.observe.ExtenderMetrics;
import io.switchman.extender.request.Requests;
import io.switchman.extender.tls.TlsMaterial;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service. */
public final class ExtenderProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ExtenderProcess.class);

    /** How often deadlines of holds are looked at when nothing else happens. */
    private static final long TICK_MILLIS = 500;

    /** A task on an event loop should take two milliseconds; one that takes this long is worth a warning. */
    private static final long BLOCKED_MILLIS = 500;

    private static final Listener LOOPBACK = new Listener("127.0.0.1", 0);

    private final Vertx vertx;
    private final ExtenderConfig config;
    private final StateKeeper keeper;
    private final ServedCluster cluster;
    private final NodeJudge judge;
    private final Explainer.RemedyFinder remedies;
    private final Requests requests;
    private final ExtenderMetrics metrics;
    private final BooleanSupplier isLeader;
    private final @Nullable TlsMaterial tls;
    private final VerbsServer verbs;
    private @Nullable OperationsServer operations;
    private @Nullable Context writer;
    private volatile Supplier<List<ObservedPod>> observed = List::of;
    private volatile ServedCluster.@Nullable Connection connection;
    private volatile boolean isWarm;

    private ExtenderProcess(Vertx vertx, ExtenderConfig config, ServedCluster cluster, @Nullable TlsMaterial tls) {
        this.config = config;
        this.isLeader = config.verbs().readyWhen() == ReadyWhen.LEADER ? this::leads : () -> true;
        this.tls = tls;
        this.vertx = vertx;
        this.keeper = new StateKeeper(new Reducer(config.limits().holds()), System::nanoTime);
        this.cluster = cluster;
        Placer placer = new Placer(config.damage(), config.limits().searchStates());
        Judge shapes = new Judge(placer, new Foresight());
        VerdictMemo memo = VerdictMemo.of(shapes, config.limits());
        this.remedies = shapes::remedy;
        this.judge = new NodeJudge(memo, config.limits().unsettledPerNode());
        this.requests = new Requests(config);
        this.metrics = new ExtenderMetrics(config.limits(), keeper::state, keeper::isSynced, memo.cache());
        keeper.addListener(metrics::effect);
        this.verbs = new VerbsServer(config.verbs().listener(), tls, this::handler);
    }

    /** Starts the service over a cluster inside the process in which nobody says what bound pods really got. */
    public static Future<ExtenderProcess> start(ExtenderConfig config, List<ClusterEvent> first) {
        return start(config, new GivenCluster(first));
    }

    /**
     * Starts the service.
     *
     * @param cluster what it serves
     * @return the service once both listeners are open and the compiler has seen the request path; it is ready once the cluster is
     *     known, too. If it fails, nothing of it is left
     */
    public static Future<ExtenderProcess> start(ExtenderConfig config, ServedCluster cluster) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setMaxEventLoopExecuteTime(BLOCKED_MILLIS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
        return VerbsCertificates.load(vertx, config.verbs().tls())
                .compose(tls -> {
                    ExtenderProcess process = new ExtenderProcess(vertx, config, cluster, tls.orElse(null));
                    return process.open().onFailure(_ -> process.disconnect());
                })
                .recover(e -> vertx.close().transform(_ -> Future.failedFuture(e)));
    }

    private Future<ExtenderProcess> open() {
        // Beside the first lists, which take as long; who calls meanwhile is answered, only slowly.
        Future<?> warm = warmUp(cluster.sample()).onSuccess(_ -> isWarm = true);
        return listening("verbs", config.verbs().listener(), vertx.deployVerticle(verbs))
                .compose(_ -> listening("operations", config.operations(), deployOperations()))
                .onSuccess(_ -> watchCertificates())
                .compose(_ -> warm)
                .map(this);
    }

    /** Says which listener it was that could not open, and by which keys it is set. */
    private static <T> Future<T> listening(String section, Listener listener, Future<T> opened) {
        return opened.recover(e -> Future.failedFuture(new IOException(
                "cannot listen on %s:%d (%s.host, %s.port): %s"
                        .formatted(listener.host(), listener.port(), section, section, e.getMessage()),
                e)));
    }

    /** The port of the verbs. */
    public int verbsPort() {
        return verbs.port();
    }

    /** The port of operations. */
    public int operationsPort() {
        return Objects.requireNonNull(operations).port();
    }

    /** What is known and who claims what. */
    public StateKeeper keeper() {
        return keeper;
    }

    /** Has the writer apply events. */
    public Future<Void> submit(List<ClusterEvent> events) {
        Promise<Void> done = Promise.promise();
        Objects.requireNonNull(writer).runOnContext(_ -> {
            keeper.apply(events);
            done.complete();
        });
        return done.future();
    }

    /** Ends what it does to the cluster, then closes listeners and everything else. */
    public Future<Void> close() {
        // Not on a thread of Vert.x: a close that is asked for there waits for itself.
        Promise<Void> disconnected = Promise.promise();
        Thread.ofVirtual().name("disconnect").start(() -> {
            disconnect();
            disconnected.complete();
        });
        return disconnected.future().eventually(vertx::close);
    }

    private void disconnect() {
        ServedCluster.Connection connected = connection;
        if (connected != null) {
            connected.close();
        }
    }

    private boolean leads() {
        ServedCluster.Connection connected = connection;
        return connected != null && connected.leads();
    }

    private Future<?> deployOperations() {
        long budget = TimeUnit.MILLISECONDS.toNanos(config.limits().judgingMillis());
        Explainer explainer = new Explainer(judge, remedies, requests, budget, System::nanoTime);
        OperationsServer server = new OperationsServer(
                config.operations(),
                Objects.requireNonNull(writer),
                keeper,
                explainer,
                config.limits(),
                metrics,
                () -> isWarm,
                isLeader,
                () -> observed.get());
        operations = server;
        return vertx.deployVerticle(server);
    }

    private Future<?> warmUp(List<ClusterEvent> first) {
        StateKeeper scratch = new StateKeeper(new Reducer(config.limits().holds()), System::nanoTime);
        Silent silent = new Silent();
        VerbsServer listener = new VerbsServer(LOOPBACK, loop -> {
            scratch.apply(first);
            scratch.markSynced();
            return new VerbHandler(
                    loop, service(scratch, silent, ClusterSide.NOBODY), scratch, config.limits(), silent);
        });
        return vertx.deployVerticle(listener)
                .compose(id -> vertx.executeBlocking(() -> {
                            new WarmUp(config, scratch.state().directory().names(), listener.port()).run();
                            return true;
                        })
                        .eventually(() -> vertx.undeploy(id)))
                .recover(e -> {
                    LOG.warn("the warm-up failed, so that the first calls will be slow", e);
                    return Future.succeededFuture();
                });
    }

    private SchedulingService service(StateKeeper of, Tally tally, ClusterSide side) {
        int workers = Runtime.getRuntime().availableProcessors();
        return new SchedulingService(vertx, config, of, requests, judge, tally, side, workers);
    }

    /** Runs on the event loop of the verbs, which thereby becomes the writer's. */
    private Handler<HttpServerRequest> handler(Vertx loop) {
        Context context = loop.getOrCreateContext();
        writer = context;
        ServedCluster.Connection connected =
                cluster.connect(new ServedCluster.Writer(loop, context, keeper, requests, config.limits(), metrics));
        connection = connected;
        SchedulingService service = service(keeper, metrics, connected.side());
        observed = service::observed;
        loop.setPeriodic(TICK_MILLIS, _ -> service.tick());
        service.judgeAhead();
        Admission admission = ClientNames.of(config.verbs().tls().clientNames()).and(new Leadership(isLeader));
        return new VerbHandler(loop, service, keeper, config.limits(), metrics, admission);
    }

    private void watchCertificates() {
        if (tls != null) {
            Objects.requireNonNull(writer)
                    .runOnContext(
                            _ -> VerbsCertificates.watch(vertx, config.verbs().tls(), tls, verbs, metrics));
        }
    }

    /** Counts nothing: what the warm-up does is nobody's business. */
    private static final class Silent implements Tally, VerbMeter {
        @Override
        public void size(Verb verb, long bytes) {}

        @Override
        public void call(Verb verb, int status, long nanos) {}

        @Override
        public void inFlight(int requests) {}

        @Override
        public void limitHit(Limit limit, int times) {}
    }
}
