package io.switchman.extender;

import io.switchman.events.machine.BundledMachines;
import io.switchman.extender.app.ClusterSide;
import io.switchman.extender.app.SchedulingService;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.app.VerdictMemo;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Limit;
import io.switchman.extender.config.Limits;
import io.switchman.extender.config.Listener;
import io.switchman.extender.config.VerbsConfig;
import io.switchman.extender.explain.Explainer;
import io.switchman.extender.http.OperationsServer;
import io.switchman.extender.http.VerbHandler;
import io.switchman.extender.http.VerbsServer;
import io.switchman.extender.observe.ExtenderMetrics;
import io.switchman.extender.request.Requests;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Both listeners on any free ports over a small cluster: idle and half-used machines, one with few rails, one with none. */
public final class RunningExtender {
    private static final Listener ANY = new Listener("127.0.0.1", 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private final StateKeeper keeper;
    private final AtomicBoolean warm = new AtomicBoolean(true);
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private final ExtenderMetrics metrics;
    private final VerbsServer verbs;
    private final OperationsServer operations;

    private RunningExtender(Vertx vertx, Limits limits, boolean synced) {
        ExtenderConfig standard = ExtenderConfig.DEFAULT;
        ExtenderConfig config = new ExtenderConfig(
                standard.mode(),
                VerbsConfig.at(ANY),
                ANY,
                standard.kubernetes(),
                standard.resources(),
                standard.policy(),
                standard.namespaces(),
                standard.scheduler(),
                standard.hold(),
                standard.damage(),
                limits);
        keeper = new StateKeeper(new Reducer(limits.holds()), System::nanoTime);
        Judge shapes = new Judge(new Placer(config.damage(), limits.searchStates()), new Foresight());
        VerdictMemo memo = new VerdictMemo(shapes, limits.verdicts());
        NodeJudge judge = new NodeJudge(memo, limits.unsettledPerNode());
        Requests requests = new Requests(config);
        metrics = new ExtenderMetrics(limits, keeper::state, keeper::isSynced, memo.cache());
        keeper.addListener(metrics::effect);
        verbs = new VerbsServer(ANY, loop -> {
            keeper.apply(cluster());
            if (synced) {
                keeper.markSynced();
            }
            SchedulingService service =
                    new SchedulingService(loop, config, keeper, requests, judge, metrics, ClusterSide.NOBODY, 2);
            return new VerbHandler(loop, service, keeper, limits, metrics);
        });
        await(vertx.deployVerticle(verbs));
        long budget = TimeUnit.MILLISECONDS.toNanos(limits.judgingMillis());
        Explainer explainer = new Explainer(judge, shapes::remedy, requests, budget, System::nanoTime);
        operations = new OperationsServer(
                ANY, verbs.writer(), keeper, explainer, limits, metrics, warm::get, leads::get, List::of);
        await(vertx.deployVerticle(operations));
    }

    /** Starts with the default limits. */
    public static RunningExtender start(Vertx vertx) {
        return new RunningExtender(vertx, Limits.DEFAULT, true);
    }

    /** Starts with one limit set otherwise. */
    public static RunningExtender start(Vertx vertx, Limit limit, long value) {
        String yaml = "apiVersion: switchman.io/v1\nkind: ExtenderConfiguration\nlimits: {" + limit.key() + ": " + value
                + "}\n";
        return switch (ConfigReader.read(yaml)) {
            case ConfigReader.Loaded(ExtenderConfig config) -> new RunningExtender(vertx, config.limits(), true);
            case ConfigReader.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    /** Starts without saying that the cluster is known. */
    public static RunningExtender startUnsynced(Vertx vertx) {
        return new RunningExtender(vertx, Limits.DEFAULT, false);
    }

    private static final KubeletSetup KUBELET = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.BEST_EFFORT);

    /** What the cluster is; {@code half} has its first four GPUs and a VF beside each taken. */
    private static List<ClusterEvent> cluster() {
        Claim half = new Claim(new PodId("uid-train"), "ml/train", 0, 0b1111, new int[] {1, 1, 1, 1, 0, 0, 0, 0});
        return List.of(
                new ClusterEvent.NodeSeen("idle", machine("hgx-h100"), KUBELET),
                new ClusterEvent.NodeSeen("half", machine("hgx-h100"), KUBELET),
                new ClusterEvent.NodeSeen("few-rails", machine("h20-4rails"), KUBELET),
                new ClusterEvent.NodeSeen("no-rails", machine("no-rdma")),
                new ClusterEvent.ClaimAsked("half", half));
    }

    private static Machine machine(String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(BundledMachines.named(name)).machine());
    }

    /** A pod that asks for GPUs and for one VF of each of the first rails. */
    public static String pod(String uid, int gpus, int rails) {
        StringBuilder requests = new StringBuilder("\"nvidia.com/gpu\":\"" + gpus + "\"");
        for (int rail = 0; rail < rails; rail++) {
            requests.append(",\"nvidia.com/sriov_rdma_vf_port" + rail + "\":\"1\"");
        }
        return "{\"metadata\":{\"namespace\":\"ml\",\"name\":\"next\",\"uid\":\"" + uid
                + "\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"resources\":{\"requests\":{" + requests + "}}}]}}";
    }

    /** Makes it warm, or not. */
    public void warm(boolean whether) {
        warm.set(whether);
    }

    /** Makes it lead, or not. */
    public void lead(boolean whether) {
        leads.set(whether);
    }

    /** The address of the operations listener. */
    public URI operations() {
        return URI.create("http://127.0.0.1:" + operations.port());
    }

    /** The address of the verbs. */
    public URI verbs() {
        return URI.create("http://127.0.0.1:" + verbs.port());
    }

    /** Calls a verb. */
    public HttpResponse<String> call(String verb, String body) {
        return send("POST", URI.create("http://127.0.0.1:" + verbs.port() + "/" + verb), body);
    }

    /** Asks the operations listener. */
    public HttpResponse<String> get(String path) {
        return send("GET", operations().resolve(path), "");
    }

    /** Tells the operations listener. */
    public HttpResponse<String> post(String path, String body) {
        return send("POST", operations().resolve(path), body);
    }

    /** Sends any method to the operations listener. */
    public HttpResponse<String> send(String method, String path) {
        return send(method, operations().resolve(path), "");
    }

    /** The meters, to count something by hand. */
    public ExtenderMetrics metrics() {
        return metrics;
    }

    /** The value of a series, as the page of meters shows it. */
    public double meter(String series) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }

    private HttpResponse<String> send(String method, URI uri, String body) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return await(Future.fromCompletionStage(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }
}
