package io.switchman.extender.demo;

import io.switchman.extender.app.BoundPods;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.embedded.EmbeddedKubelets;
import io.switchman.extender.process.ExtenderProcess;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Runs one workload several times over the same nodes: through a running service over HTTP, and by counts alone. */
public final class Demo {
    private final EmbeddedCluster cluster;
    private final List<DemoPod> workload;
    private final long seed;

    /**
     * A demonstration.
     *
     * @param cluster the nodes; nothing runs on them yet
     * @param pods how many pods come
     * @param seed of the workload and of the kubelets' dice
     */
    public Demo(EmbeddedCluster cluster, int pods, long seed) {
        this.cluster = cluster;
        this.workload = Workload.of(pods, cluster.nodes().size(), seed);
        this.seed = seed;
    }

    /** A service over a cluster. */
    @FunctionalInterface
    public interface Service {
        /**
         * Starts it.
         *
         * @param boundPods what plays the kubelets
         */
        ExtenderProcess start(EmbeddedCluster cluster, Function<StateKeeper, BoundPods> boundPods) throws IOException;
    }

    /**
     * Through a service, which keeps running.
     *
     * @param nodes the cluster of the demonstration, or one that differs only in its kubelets
     * @param progress told how many of the pods have come
     */
    public Run through(Service service, EmbeddedCluster nodes, IntConsumer progress) throws IOException {
        Recorder[] recorder = new Recorder[1];
        ExtenderProcess process = service.start(nodes, keeper -> {
            recorder[0] = new Recorder(new EmbeddedKubelets(keeper, seed));
            return recorder[0];
        });
        try (ExtenderClient client = new ExtenderClient("http://127.0.0.1:" + process.verbsPort())) {
            SchedulerLoop loop = new SchedulerLoop(nodes, process, client, recorder[0]);
            return new Run(process, new Replay(loop).run(workload, progress));
        }
    }

    /** What became of the workload, and the service it went through. */
    public record Run(ExtenderProcess process, Outcomes outcomes) {}

    /** By counts alone. */
    public Outcomes byCounts() throws IOException {
        return new Replay(new CountsOnly(cluster, seed)).run(workload, _ -> {});
    }
}
