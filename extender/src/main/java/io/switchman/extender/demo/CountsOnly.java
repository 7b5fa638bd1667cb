package io.switchman.extender.demo;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * The same workload without Switchman: the node with most free GPUs that has enough of everything, as kube-scheduler's
 * default scores have it, and there the first free devices in the order in which a device plugin listed them, which is the
 * PCI order begun anywhere.
 */
final class CountsOnly implements Cluster {
    private final Map<String, Taken> nodes = new HashMap<>();
    private final Map<String, Given> pods = new HashMap<>();
    private final Map<String, Locality> levels = new HashMap<>();
    private final CountBook book;
    private final RandomGenerator random;

    CountsOnly(EmbeddedCluster cluster, long seed) {
        this.book = new CountBook(cluster.nodes());
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (EmbeddedCluster.Member member : cluster.nodes()) {
            nodes.put(member.name(), new Taken(member.machine()));
        }
    }

    /** Devices taken on a node. */
    private static final class Taken {
        private final Machine machine;
        private int gpus;
        private final int[] vfs;

        Taken(Machine machine) {
            this.machine = machine;
            this.vfs = new int[machine.sources().size()];
        }
    }

    /** Devices of a pod. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Given(String node, int gpus, int[] vfs) {}

    @Override
    public Placing place(DemoPod pod) {
        List<String> fitting = book.fitting(pod);
        if (fitting.isEmpty()) {
            return new Placing.Waits("counts: no node has enough of everything");
        }
        String node = fitting.stream()
                .max(Comparator.comparingInt(name -> book.free(name, pod.gpuName())))
                .orElseThrow();
        Taken taken = Objects.requireNonNull(nodes.get(node));
        Given given = new Given(node, gpus(taken, pod), vfs(taken, pod));
        taken.gpus |= given.gpus();
        add(taken.vfs, given.vfs(), 1);
        book.take(node, pod);
        pods.put(pod.uid(), given);
        Locality level = Devices.level(taken.machine, given.gpus(), given.vfs());
        if (level != null) {
            levels.put(pod.uid(), level);
        }
        return new Placing.Goes();
    }

    @Override
    public void end(DemoPod pod) {
        @Nullable Given given = pods.remove(pod.uid());
        if (given != null) {
            Taken taken = Objects.requireNonNull(nodes.get(given.node()));
            taken.gpus &= ~given.gpus();
            add(taken.vfs, given.vfs(), -1);
            book.give(given.node(), pod);
        }
    }

    @Override
    public void settle() {}

    @Override
    public @Nullable Locality level(DemoPod pod) {
        return levels.get(pod.uid());
    }

    private int gpus(Taken taken, DemoPod pod) {
        int count = taken.machine.gpus().size();
        int start = random.nextInt(Math.max(1, count));
        int chosen = 0;
        for (int i = 0; i < count && Integer.bitCount(chosen) < pod.gpus(); i++) {
            int gpu = (start + i) % count;
            boolean named = taken.machine.gpus().get(gpu).resource().value().equals(pod.gpuName());
            if (named && (taken.gpus >>> gpu & 1) == 0) {
                chosen |= 1 << gpu;
            }
        }
        return chosen;
    }

    private int[] vfs(Taken taken, DemoPod pod) {
        int[] chosen = new int[taken.vfs.length];
        pod.vfs().forEach((name, count) -> {
            int left = count;
            int start = random.nextInt(Math.max(1, chosen.length));
            for (int i = 0; i < chosen.length && left > 0; i++) {
                int at = (start + i) % chosen.length;
                VfSource source = taken.machine.sources().get(at);
                if (source.pool().resource().value().equals(name)) {
                    int more = Math.min(left, source.pool().total() - taken.vfs[at]);
                    chosen[at] += more;
                    left -= more;
                }
            }
        });
        return chosen;
    }

    private static void add(int[] to, int[] what, int sign) {
        for (int i = 0; i < to.length; i++) {
            to[i] += sign * what[i];
        }
    }
}
