package io.switchman.extender.app;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.FilterArgs;
import io.switchman.extender.wire.RequestReader;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One call of the scheduler in-process, without HTTP: from the bytes of the request to those of the answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class FilterBench {
    private static final int NODES = 5_000;
    private static final Tally SILENT = new Tally() {};

    /** How VFs are asked for: by per-rail names, or from one pool over all ports. */
    @Param({"rails", "pool"})
    private String names;

    private final Vertx vertx = Vertx.vertx();
    private final StateKeeper keeper = new StateKeeper(new Reducer(100_000), System::nanoTime);
    private final RequestReader reader = new RequestReader(64, 50_000);
    private final Requests requests = new Requests(ExtenderConfig.DEFAULT);
    private final Judge judge = new Judge(new Placer(), new Foresight());
    private final VerdictMemo memo = new VerdictMemo(judge, 1_000_000);
    private Request request;
    private NodeShape shape;
    private SchedulingService service;
    private byte[] filter;
    private byte[] prioritize;
    private int number;

    @Setup
    public void start() throws Exception {
        keeper.apply(EmbeddedCluster.inMixedStates(NODES, 1).events());
        service = service();
        List<VfDemand> vfs = vfs().entrySet().stream()
                .map(vf -> new VfDemand(new ResourceName(vf.getKey()), vf.getValue()))
                .toList();
        request = new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), 2), vfs, Policy.DEFAULT);
        shape = NodeShape.idle(machine(names.equals("pool") ? "hgx-h100-pooled" : "hgx-h100"))
                .with(KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.BEST_EFFORT));
        List<String> nodes = keeper.state().directory().names();
        filter = body(nodes);
        prioritize = body(nodes.subList(0, 64));
        firstFilterOfAShape();
        filter();
    }

    private Machine machine(String name) {
        return keeper.state().views().stream()
                .map(view -> ((NodeView.Known) view).node().machine())
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @TearDown
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Parse 5,000 names, choose the best 64, write the answer; all nodes are judged already. */
    @Benchmark
    public byte[] filter() throws Exception {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        return service.filter(reader.filter(filter, snapshot.names()), snapshot).result();
    }

    /** Only the first part of filter: the pod, and 5,000 names looked up. */
    @Benchmark
    public FilterArgs parse() throws Exception {
        return reader.filter(filter, keeper.snapshot().names());
    }

    /** Parse 64 names, choose one, hold its devices; the node so changed is judged anew next time. */
    @Benchmark
    public byte[] prioritize() throws Exception {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        return service.prioritize(reader.filter(prioritize, snapshot.names()), snapshot).result();
    }

    /** One node's verdict from the memo, as a board asks for it when another node came into the same state. */
    @Benchmark
    public Verdict oneNodeRemembered() {
        return memo.judge(shape, request);
    }

    /** The same node judged from nothing. */
    @Benchmark
    public Verdict oneNodeJudged() {
        return judge.judge(shape, request);
    }

    /** Filter with nothing judged yet: 5,000 nodes in distinct states, on all cores. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public byte[] firstFilterOfAShape() throws Exception {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        return service()
                .filter(reader.filter(filter, snapshot.names()), snapshot)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private SchedulingService service() {
        NodeJudge judge = new NodeJudge(new VerdictMemo(new Judge(new Placer(), new Foresight()), 1_000_000), 1);
        int cores = Runtime.getRuntime().availableProcessors();
        return new SchedulingService(vertx, ExtenderConfig.DEFAULT, keeper, requests, judge, SILENT, ClusterSide.NOBODY, cores);
    }

    private Map<String, Integer> vfs() {
        return names.equals("pool")
                ? Map.of("nvidia.com/sriov_rdma_vf", 2)
                : Map.of("nvidia.com/sriov_rdma_vf_port0", 1, "nvidia.com/sriov_rdma_vf_port1", 1);
    }

    private byte[] body(List<String> offered) {
        String asked = vfs().entrySet().stream()
                .map(vf -> ",\"%s\":\"%d\"".formatted(vf.getKey(), vf.getValue()))
                .collect(Collectors.joining());
        String pod = """
                {"Pod":{"metadata":{"name":"p","namespace":"d","uid":"bench-%d"},"spec":{"containers":[{"name":"main",\
                "resources":{"requests":{"nvidia.com/gpu":"2"%s}}}]}},"Nodes":null,"NodeNames":["%s"]}"""
                .formatted(number++, asked, String.join("\",\"", offered));
        return pod.getBytes(StandardCharsets.UTF_8);
    }
}
