package io.switchman.topology;

import io.switchman.topology.model.Device;
import io.switchman.topology.model.DeviceKind;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.NumaNode;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.RailId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A machine in the making, device by device. GPUs are numbered from bus 0x10 on, ports from bus 0x80 on. */
public final class Sketch {
    public static final ResourceName GPU = new ResourceName("nvidia.com/gpu");
    public static final ResourceName POOL = new ResourceName("nvidia.com/sriov_rdma_vf");

    /** How the VFs of a machine's ports are called. */
    public enum Naming {
        /** A name for each port, as an operator sets up to let pods ask for rails. */
        PER_RAIL,
        /** One name for all ports. */
        POOLED
    }

    private final String name;
    private final Naming naming;
    private final int vfs;
    private final List<Gpu> gpus = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();

    /**
     * An empty machine.
     *
     * @param vfs VFs of each port that is added without pools of its own
     */
    public Sketch(String name, Naming naming, int vfs) {
        this.name = name;
        this.naming = naming;
        this.vfs = vfs;
    }

    /** The VF resource of a rail. */
    public static ResourceName rail(int index) {
        return new ResourceName("nvidia.com/sriov_rdma_vf_port" + index);
    }

    /**
     * A place below a root port that has a host bridge of its own.
     *
     * @param numa the NUMA node, or -1 for unknown
     * @param root the root port's number, 0 to 255
     * @param switches numbers of the switches from the root down, none for a device right below the root port
     */
    public static Location under(int numa, int root, int... switches) {
        return new Location(
                new HostBridge(0, root), new PciAddress(0, root, 1, 0), chain(switches), new NumaId(numa), null);
    }

    /** A place of which only the NUMA node is known (-1: not even that). */
    public static Location on(int numa) {
        return new Location(null, null, List.of(), new NumaId(numa), null);
    }

    /** Switches by number. */
    static List<PciAddress> chain(int... switches) {
        List<PciAddress> chain = new ArrayList<>();
        for (int s : switches) {
            chain.add(new PciAddress(1, s, 0, 0));
        }
        return chain;
    }

    public Sketch gpu(Location at) {
        return gpu(at, GPU);
    }

    public Sketch gpu(Location at, ResourceName resource) {
        PciAddress address = new PciAddress(0, 0x10 + gpus.size(), 0, 0);
        Device device = new Device(address, DeviceKind.GPU, at, null);
        gpus.add(new Gpu(device, resource, "H100", null, GpuPlugin.NVIDIA));
        return this;
    }

    public Sketch gpus(int count, Location at) {
        for (int i = 0; i < count; i++) {
            gpu(at);
        }
        return this;
    }

    /** Adds a port with as many VFs as any other, named as the machine names them. */
    public Sketch port(Location at) {
        ResourceName resource = naming == Naming.PER_RAIL ? rail(ports.size()) : POOL;
        return port(at, new VfPool(resource, vfs));
    }

    public Sketch port(Location at, VfPool... pools) {
        PciAddress address = new PciAddress(0, 0x80 + ports.size(), 0, 0);
        Device device = new Device(address, DeviceKind.NIC, at, null);
        RailId rail = new RailId(ports.size());
        ports.add(new Port(new PortId(address), device, rail, null, null, List.of(pools)));
        return this;
    }

    public Sketch ports(int count, Location at) {
        for (int i = 0; i < count; i++) {
            port(at);
        }
        return this;
    }

    public Machine build() {
        List<NumaNode> numa = Stream.concat(
                        gpus.stream().map(gpu -> gpu.device().location().numa()),
                        ports.stream().map(port -> port.device().location().numa()))
                .filter(NumaId::isKnown)
                .distinct()
                .sorted()
                .map(id -> new NumaNode(id, List.of()))
                .toList();
        return new Machine(name, numa, gpus, ports, NvLink.ALL);
    }
}
