package io.switchman.extender.app;

import io.switchman.events.machine.BundledMachines;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.BindArgs;
import io.switchman.extender.wire.MalformedRequest;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.extender.wire.RequestReader;
import io.switchman.topology.model.Machine;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.ShapeJudge;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Effect;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A cluster of bundled machines, named n1, n2 and so on, with the verbs over it, wired as the program wires them. */
public final class Cluster {
    /** Counts nothing. */
    static final Tally SILENT = new Tally() {};

    /** Eight GPUs with a port beside each; names for each rail. */
    public static final String HGX = "hgx-h100";
    /** Eight GPUs and no port. */
    public static final String NO_RDMA = "no-rdma";
    /** Eight GPUs, four of them with a port. */
    public static final String H20 = "h20-4rails";

    private final ExtenderConfig config;
    private final StateKeeper keeper;
    private final RequestReader reader;
    private final AtomicLong now = new AtomicLong();
    private final List<Effect> effects = new ArrayList<>();
    private LongSupplier clock = now::get;
    private ShapeJudge shapes;
    private Tally tally = SILENT;
    private ClusterSide side = ClusterSide.NOBODY;
    private @Nullable SchedulingService service;

    private Cluster(ExtenderConfig config, List<String> machines) {
        this.config = config;
        this.keeper = new StateKeeper(new Reducer(config.limits().holds()), () -> clock.getAsLong());
        this.reader =
                new RequestReader(config.limits().jsonDepth(), config.limits().nodesPerRequest());
        this.shapes = new VerdictMemo(
                new Judge(new Placer(config.damage(), config.limits().searchStates()), new Foresight()),
                config.limits().verdicts());
        keeper.addListener(effects::add);
        List<ClusterEvent> seen = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
            seen.add(new ClusterEvent.NodeSeen("n" + (i + 1), machine(machines.get(i))));
        }
        keeper.apply(seen);
    }

    public static Cluster of(String... machines) {
        return of(ExtenderConfig.DEFAULT, machines);
    }

    /** A cluster of which the first complete picture is not there yet. */
    public static Cluster unsynced(String... machines) {
        return new Cluster(ExtenderConfig.DEFAULT, List.of(machines));
    }

    public static Cluster of(ExtenderConfig config, String... machines) {
        Cluster cluster = new Cluster(config, List.of(machines));
        cluster.keeper.markSynced();
        return cluster;
    }

    public static Machine machine(String bundled) {
        return Objects.requireNonNull(
                Objects.requireNonNull(BundledMachines.named(bundled)).machine());
    }

    /** Counts with this tally; before the verbs are first asked. */
    public Cluster countedBy(Tally other) {
        tally = other;
        return this;
    }

    /** Stands beside this cluster; before the verbs are first asked. */
    public Cluster beside(ClusterSide other) {
        side = other;
        return this;
    }

    /** Knows pods from here; before the verbs are first asked. */
    Cluster toldBy(WatchedPods pods) {
        side = side.with(pods);
        return this;
    }

    /** Judges with this judge; before the verbs are first asked. */
    public Cluster judgedBy(ShapeJudge other) {
        shapes = other;
        return this;
    }

    /** Takes the time from here. */
    public Cluster timedBy(LongSupplier other) {
        clock = other;
        return this;
    }

    public ExtenderConfig config() {
        return config;
    }

    public StateKeeper keeper() {
        return keeper;
    }

    /** Everything that happened since the nodes were seen. */
    public List<Effect> effects() {
        return List.copyOf(effects);
    }

    public NodeJudge judge() {
        return new NodeJudge(shapes, config.limits().unsettledPerNode());
    }

    /** The verbs, made once. */
    public SchedulingService verbs(Vertx vertx) {
        if (service == null) {
            service = new SchedulingService(vertx, config, keeper, new Requests(config), judge(), tally, side, 2);
        }
        return service;
    }

    /** Lets time pass. */
    public void advanceMillis(long millis) {
        now.addAndGet(millis * 1_000_000);
    }

    public Node node(String name) {
        if (keeper.state().view(name) instanceof NodeView.Known(Node node)) {
            return node;
        }
        throw new AssertionError("node " + name + " is not known");
    }

    /** Binds a pod without asking anybody. */
    public void claim(String node, String uid, int priority, int gpus, int... vfs) {
        int[] counts = Arrays.copyOf(vfs, node(node).machine().sources().size());
        keeper.apply(
                new ClusterEvent.ClaimAsked(node, new Claim(new PodId(uid), "train/" + uid, priority, gpus, counts)));
        if (node(node).claimOf(new PodId(uid)) == null) {
            throw new AssertionError("no room for " + uid + " on " + node);
        }
    }

    /** Asks filter directly. */
    public Future<byte[]> filter(Vertx vertx, String body) throws MalformedRequest {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        return verbs(vertx).filter(reader.filter(utf8(body), snapshot.names()), snapshot);
    }

    /** What a pod asks. */
    Asked asked(String pod) throws MalformedRequest {
        return new Requests(config)
                .of(reader.filter(utf8(Bodies.offer(pod)), keeper.snapshot().names())
                        .pod());
    }

    /** Asks prioritize directly. */
    public Future<byte[]> prioritize(Vertx vertx, String body) throws MalformedRequest {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        return verbs(vertx).prioritize(reader.filter(utf8(body), snapshot.names()), snapshot);
    }

    /** Asks bind directly. */
    public Future<byte[]> bind(Vertx vertx, String body) throws MalformedRequest {
        BindArgs args = reader.bind(utf8(body));
        return verbs(vertx).bind(args);
    }

    /** Asks preempt directly. */
    public Future<byte[]> preempt(Vertx vertx, String body) throws MalformedRequest {
        PreemptArgs args = reader.preempt(utf8(body));
        return verbs(vertx).preempt(args);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
