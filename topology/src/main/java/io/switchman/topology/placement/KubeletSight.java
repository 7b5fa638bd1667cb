package io.switchman.topology.placement;

import io.switchman.topology.kubelet.GpuScores;
import io.switchman.topology.kubelet.GpuScores.Closeness;
import io.switchman.topology.kubelet.NumaNodes;
import io.switchman.topology.model.Device;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaNode;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.Port;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What device plugins and the kubelet read of a machine. */
final class KubeletSight {
    private static final int MOST_NUMA_ID = 63;

    /** NVIDIA's plugin cuts a PCI domain to four digits and then finds no NUMA node for what has more. */
    private static final int LAST_DOMAIN = 0xffff;

    private KubeletSight() {}

    /** The NUMA nodes that cAdvisor lists: those named, else those of devices, else one; null where an id is beyond all masks. */
    static @Nullable NumaNodes numa(Machine machine) {
        List<NumaNode> named = machine.numa().stream()
                .filter(node -> node.id().isKnown())
                .sorted(Comparator.comparing(NumaNode::id))
                .toList();
        List<Integer> ids = named.isEmpty()
                ? ofDevices(machine)
                : named.stream().map(node -> node.id().value()).toList();
        boolean measured = named.equals(machine.numa())
                && named.stream().allMatch(node -> node.distances().size() == ids.size());
        return ids.stream().anyMatch(id -> id > MOST_NUMA_ID)
                ? null
                : new NumaNodes(
                        ids, measured ? named.stream().map(NumaNode::distances).toList() : List.of());
    }

    private static List<Integer> ofDevices(Machine machine) {
        List<Integer> ids = Stream.concat(
                        machine.gpus().stream().map(Gpu::device),
                        machine.ports().stream().map(Port::device))
                .map(KubeletSight::numaOf)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        return ids.isEmpty() ? List.of(0) : ids;
    }

    /** The NUMA node that a plugin reports for a function, from sysfs. */
    static @Nullable Integer numaOf(Device device) {
        return device.location().numa().isKnown() ? device.location().numa().value() : null;
    }

    /** The NUMA node that NVIDIA's plugin reports for a GPU. */
    static @Nullable Integer numaOfGpu(Gpu gpu) {
        return gpu.plugin() == GpuPlugin.NVIDIA && gpu.address().domain() > LAST_DOMAIN ? null : numaOf(gpu.device());
    }

    /**
     * Who chooses among GPUs, as far as we can walk it: where NVLinks join some pairs and nobody said which, or some pairs are
     * nobody knows how near, NVIDIA's plugin may give any set, too.
     */
    static GpuPlugin plugin(Machine machine, List<Integer> gpus) {
        boolean walkable = (machine.nvlink() == NvLink.ALL || machine.nvlink() == NvLink.NONE)
                && areComparable(machine, gpus)
                && gpus.stream().allMatch(i -> machine.gpus().get(i).plugin() == GpuPlugin.NVIDIA);
        return walkable ? GpuPlugin.NVIDIA : GpuPlugin.OTHER;
    }

    /** Whether all pairs are known, or none is: then they are all the same to the driver, too. */
    private static boolean areComparable(Machine machine, List<Integer> gpus) {
        int unknown = 0;
        int pairs = 0;
        for (int i = 0; i < gpus.size(); i++) {
            for (int j = 0; j < i; j++) {
                pairs++;
                unknown += level(machine, gpus.get(i), gpus.get(j)) == Locality.UNKNOWN ? 1 : 0;
            }
        }
        return unknown == 0 || unknown == pairs;
    }

    private static Locality level(Machine machine, int gpu, int other) {
        return machine.gpus()
                .get(gpu)
                .device()
                .location()
                .to(machine.gpus().get(other).device().location());
    }

    /**
     * The pair scores. With NVSwitch every pair has none for NVLink: the far end is the switch, no GPU
     * ({@code getAllNvLinkConnectedDevices}).
     */
    static GpuScores scores(Machine machine, List<Integer> gpus) {
        return GpuScores.of(
                gpus.size(), (i, j) -> GpuScores.score(closeness(level(machine, gpus.get(i), gpus.get(j))), 0));
    }

    /** NVML's word for a level ({@code nvmlDeviceGetTopologyCommonAncestor}). */
    private static Closeness closeness(Locality level) {
        return switch (level) {
            case SAME_SWITCH -> Closeness.SINGLE_SWITCH;
            case SAME_SWITCH_TREE -> Closeness.MULTI_SWITCH;
            case SAME_HOST_BRIDGE -> Closeness.HOST_BRIDGE;
            case SAME_C2C, SAME_NUMA -> Closeness.SAME_CPU;
            case CROSS_NUMA, UNKNOWN -> Closeness.CROSS_CPU;
        };
    }

    /** Which VFs are in use: nobody tells, so the first ones; the estimate of small pools depends on it, no promise does. */
    static Set<Integer> firstOf(int count) {
        return IntStream.range(0, Math.max(0, count)).boxed().collect(Collectors.toUnmodifiableSet());
    }
}
