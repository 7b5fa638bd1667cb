package io.switchman.extender.demo;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.process.ExtenderProcess;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Runs one workload twice: through a running service over HTTP, and by counts alone.
 *
 * @param cluster the nodes; nothing runs on them yet
 * @param pods how many pods come
 * @param seed of the workload
 */
public record Demo(EmbeddedCluster cluster, int pods, long seed) {
    /**
     * Runs it.
     *
     * @param process the service, started over the same cluster
     * @param progress told how many of the pods have come
     */
    public DemoReport run(ExtenderProcess process, BiConsumer<Integer, Integer> progress) throws IOException {
        List<DemoPod> workload = Workload.of(pods, cluster.nodes().size(), seed);
        Outcomes ours;
        try (ExtenderClient client = new ExtenderClient("http://127.0.0.1:" + process.verbsPort())) {
            ours = new Replay(new SchedulerLoop(cluster, process, client))
                    .run(workload, done -> progress.accept(done, pods));
        }
        Outcomes counts = new Replay(new CountsOnly(cluster, seed)).run(workload, _ -> {});
        return new DemoReport(pods, ours, counts);
    }
}
