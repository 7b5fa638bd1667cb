package io.switchman.topology.placement;

import io.switchman.topology.Matrix;
import io.switchman.topology.kubelet.GpuPool;
import io.switchman.topology.kubelet.GpuUnit;
import io.switchman.topology.kubelet.KubeletFacts;
import io.switchman.topology.kubelet.KubeletNode;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.ListOrder;
import io.switchman.topology.kubelet.NumaNodes;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.VfPort;
import io.switchman.topology.kubelet.WalkedDraws;
import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds each draw of a kubelet against the words: the scarcer kind is matched one to one with the other at the asked
 * level or nearer, nobody is left over alone, VFs are on distinct ports while there are enough, none on a port that is down.
 */
final class DrawCheck {
    private final NodeShape shape;
    private final Machine machine;
    private final Request request;
    private final Plan plan;
    private final List<List<Integer>> ranks;
    private final List<Integer> gpus;
    private final List<Integer> sources;

    DrawCheck(NodeShape shape, Request request, Plan plan) {
        this.shape = shape;
        this.machine = shape.machine();
        this.request = request;
        this.plan = plan;
        this.ranks = Matrix.of(machine).ranks();
        String gpuName = request.gpus() == null ? "" : request.gpus().resource().value();
        this.gpus = IntStream.range(0, machine.gpus().size())
                .filter(i -> machine.gpus().get(i).resource().value().equals(gpuName))
                .boxed()
                .toList();
        this.sources = IntStream.range(0, machine.sources().size())
                .filter(i -> request.vfs().stream()
                        .anyMatch(vf -> vf.resource()
                                .equals(machine.sources().get(i).pool().resource())))
                .boxed()
                .toList();
    }

    /**
     * How likely draws are aligned, are not, and are refused.
     *
     * @param gpuSets how many sets of GPUs are drawn
     */
    record Chances(double hits, double misses, double rejections, long gpuSets) {
        OutcomeClass kind() {
            if (hits == 0) {
                return misses > 0 ? OutcomeClass.IMPOSSIBLE : OutcomeClass.REJECTED;
            }
            return misses + rejections > 0 ? OutcomeClass.CHANCE : OutcomeClass.CERTAIN;
        }
    }

    /** Whether of some pairs of GPUs nobody knows how near they are, and of others one does: then the plugin may choose any. */
    boolean isGuess() {
        List<Boolean> known = new ArrayList<>();
        for (int gpu : gpus) {
            for (int other : gpus) {
                if (gpu != other) {
                    known.add(ranks.get(gpu).get(other) < Locality.UNKNOWN.rank());
                }
            }
        }
        return known.contains(true) && known.contains(false);
    }

    /** The chances with a kubelet that is known, or null where the draws are too many to walk. */
    @Nullable
    Chances chances(KubeletSetup setup, ListOrder order) {
        List<WalkedDraws.Draw> draws = WalkedDraws.of(node(setup), request.pod(), order);
        if (draws == null) {
            return null;
        }
        double[] sums = new double[3];
        for (WalkedDraws.Draw draw : draws) {
            sums[!draw.admitted() ? 2 : isAligned(draw) ? 0 : 1] += draw.weight();
        }
        long gpuSets = draws.stream()
                .filter(WalkedDraws.Draw::admitted)
                .map(WalkedDraws.Draw::gpus)
                .distinct()
                .count();
        return new Chances(sums[0], sums[1], sums[2], gpuSets);
    }

    private KubeletNode node(KubeletSetup setup) {
        KubeletFacts facts = KubeletFacts.of(
                Objects.requireNonNull(setup.release()),
                Objects.requireNonNull(setup.policy()),
                Objects.requireNonNull(setup.scope()));
        List<Integer> numa =
                machine.numa().stream().map(node -> node.id().value()).sorted().toList();
        List<GpuUnit> units = gpus.stream()
                .map(i -> new GpuUnit(
                        KubeletSight.numaOf(machine.gpus().get(i).device()), null, (shape.freeGpus() >>> i & 1) == 0))
                .toList();
        String gpuName = request.gpus() == null ? "" : request.gpus().resource().value();
        GpuPool pool = new GpuPool(
                gpuName, units, KubeletSight.scores(machine, gpus), isGuess() ? GpuPlugin.OTHER : GpuPlugin.NVIDIA);
        long planned =
                plan.gpus().stream().mapToLong(gpu -> 1L << gpus.indexOf(gpu)).sum();
        return new KubeletNode(
                facts,
                NumaNodes.of(numa.isEmpty() ? List.of(0) : numa),
                setup.steered() ? pool.steeredTo(planned) : pool,
                sources.stream().map(this::port).toList());
    }

    private VfPort port(int source) {
        VfSource from = machine.sources().get(source);
        int total = from.pool().total();
        return new VfPort(
                from.pool().resource().value(),
                KubeletSight.numaOf(machine.ports().get(from.port()).device()),
                null,
                total,
                IntStream.range(0, total - shape.freeVfs(source)).boxed().collect(Collectors.toSet()));
    }

    private boolean isAligned(WalkedDraws.Draw draw) {
        if (!request.asksLocality()) {
            return true;
        }
        List<Integer> drawnGpus = new ArrayList<>();
        for (int i = 0; i < gpus.size(); i++) {
            if ((draw.gpus() >>> i & 1) != 0) {
                drawnGpus.add(gpus.get(i));
            }
        }
        List<Integer> drawnPorts = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            int port = machine.sources().get(sources.get(i)).port();
            for (int n = 0; n < draw.perPort().get(i); n++) {
                drawnPorts.add(port);
            }
        }
        Policy policy = request.policy();
        boolean anyLevel = policy.mode() == Policy.Mode.IGNORE;
        int level = anyLevel ? Integer.MAX_VALUE : policy.locality().rank();
        boolean anyPort = anyLevel || policy.distinctPorts() == Policy.DistinctPorts.IGNORE;
        return drawnPorts.stream().allMatch(shape::isUsable)
                && (anyPort || drawnPorts.stream().distinct().count() >= plan.distinctPorts())
                && isNear(drawnGpus, drawnPorts, level);
    }

    private boolean isNear(List<Integer> drawnGpus, List<Integer> drawnPorts, int level) {
        return drawnGpus.stream().allMatch(gpu -> drawnPorts.stream().anyMatch(port -> rank(gpu, port) <= level))
                && drawnPorts.stream().allMatch(port -> drawnGpus.stream().anyMatch(gpu -> rank(gpu, port) <= level))
                && mostPairs(drawnGpus, drawnPorts, level) == Math.min(drawnGpus.size(), drawnPorts.size());
    }

    private int rank(int gpu, int port) {
        return ranks.get(gpu).get(machine.gpus().size() + port);
    }

    /** By trying: the first GPU stays alone, or goes with any of the ports. */
    private int mostPairs(List<Integer> left, List<Integer> ports, int level) {
        if (left.isEmpty()) {
            return 0;
        }
        List<Integer> others = left.subList(1, left.size());
        int most = mostPairs(others, ports, level);
        for (int i = 0; i < ports.size() && most < Math.min(left.size(), ports.size()); i++) {
            if (rank(left.getFirst(), ports.get(i)) <= level && ports.indexOf(ports.get(i)) == i) {
                List<Integer> rest = new ArrayList<>(ports.subList(0, i));
                rest.addAll(ports.subList(i + 1, ports.size()));
                most = Math.max(most, 1 + mostPairs(others, rest, level));
            }
        }
        return most;
    }
}
