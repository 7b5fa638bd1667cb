package io.switchman.topology.model;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The hardware of a node, or of all nodes of one type: what does not change while pods come and go.
 *
 * <p>The order of GPUs and ports is PCI order and matters: device plugins list devices in it. Machines are compared by
 * identity on the request path, so equal machines should be one object.
 */
public final class Machine {
    /** Most GPUs the exact search takes. Real nodes have at most 16; a score holds five bits for each count of pairs. */
    public static final int MAX_GPUS = 31;

    /** Most ports the exact search takes; AWS p5 has 32. */
    public static final int MAX_PORTS = 63;

    private final String name;
    private final List<NumaNode> numa;
    private final List<Gpu> gpus;
    private final List<Port> ports;
    private final List<VfSource> sources;
    private final List<List<Integer>> sourcesByPort;
    private final Map<ResourceName, Integer> gpusByName;
    private final Map<ResourceName, List<Integer>> sourcesByName;
    private final NvLink nvlink;
    private final LocalityTree tree;

    /**
     * Puts a machine together.
     *
     * @throws IllegalArgumentException if there are too many devices, an address or port occurs twice, or an excluded
     *     device is among them
     */
    public Machine(String name, List<NumaNode> numa, List<Gpu> gpus, List<Port> ports, NvLink nvlink) {
        this.name = name;
        this.numa = List.copyOf(numa);
        this.gpus = List.copyOf(gpus);
        this.ports = List.copyOf(ports);
        this.nvlink = nvlink;
        check();
        this.sources = IntStream.range(0, this.ports.size())
                .boxed()
                .flatMap(port -> this.ports.get(port).pools().stream().map(pool -> new VfSource(port, pool)))
                .toList();
        this.sourcesByPort = IntStream.range(0, this.ports.size())
                .mapToObj(port -> IntStream.range(0, sources.size())
                        .filter(i -> sources.get(i).port() == port)
                        .boxed()
                        .toList())
                .toList();
        this.gpusByName = IntStream.range(0, this.gpus.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(i -> this.gpus.get(i).resource(), i -> 1 << i, (a, b) -> a | b));
        this.sourcesByName = IntStream.range(0, sources.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> sources.get(i).pool().resource(), Collectors.toUnmodifiableList()));
        this.tree = LocalityTree.of(
                gpus.stream().map(gpu -> gpu.device().location()).toList(),
                ports.stream().map(port -> port.device().location()).toList());
    }

    public String name() {
        return name;
    }

    /** NUMA nodes by the source's word; may be empty where it names none. */
    public List<NumaNode> numa() {
        return numa;
    }

    public List<Gpu> gpus() {
        return gpus;
    }

    public List<Port> ports() {
        return ports;
    }

    /** All pools of all ports, in port order. */
    public List<VfSource> sources() {
        return sources;
    }

    /** GPUs by a name, as bits by index; 0 if the machine has none. */
    public int gpusNamed(ResourceName resource) {
        return gpusByName.getOrDefault(resource, 0);
    }

    /** Indices of the sources by a name, ascending; empty if the machine has none. */
    public List<Integer> sourcesNamed(ResourceName resource) {
        return sourcesByName.getOrDefault(resource, List.of());
    }

    /** Indices of the sources of a port, ascending. */
    public List<Integer> sourcesOn(int port) {
        return sourcesByPort.get(port);
    }

    public NvLink nvlink() {
        return nvlink;
    }

    public LocalityTree tree() {
        return tree;
    }

    @Override
    public String toString() {
        return "Machine[%s, %d GPUs, %d ports]".formatted(name, gpus.size(), ports.size());
    }

    private void check() {
        if (gpus.size() > MAX_GPUS || ports.size() > MAX_PORTS) {
            throw new IllegalArgumentException("machine %s has %d GPUs and %d ports: allowed are %d and %d"
                    .formatted(name, gpus.size(), ports.size(), MAX_GPUS, MAX_PORTS));
        }
        Set<Object> seen = new HashSet<>();
        for (Gpu gpu : gpus) {
            require(
                    gpu.device().takesPart(),
                    gpu.address() + " is excluded: " + gpu.device().excluded());
            require(seen.add(gpu.address()), "GPU " + gpu.address() + " occurs twice");
        }
        for (Port port : ports) {
            require(
                    port.device().takesPart(),
                    port.id() + " is excluded: " + port.device().excluded());
            require(seen.add(port.id()), "port " + port.id() + " occurs twice");
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("machine " + name + ": " + otherwise);
        }
    }
}
