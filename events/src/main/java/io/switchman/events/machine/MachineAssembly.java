package io.switchman.events.machine;

import io.switchman.topology.model.Device;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaNode;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.Survey;
import io.switchman.topology.model.VfPool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes a machine of what a source tells that knows hardware but neither resource names nor rails: sysfs, an NCCL file.
 *
 * @param name the machine's name
 * @param numa its NUMA nodes
 * @param nvlink how its GPUs are joined
 * @param gpus facts by address
 * @param ports facts of each port that takes part
 * @param naming names of VF resources
 */
record MachineAssembly(
        String name,
        List<NumaNode> numa,
        NvLink nvlink,
        Map<PciAddress, GpuFacts> gpus,
        List<PortFacts> ports,
        Naming naming) {
    private static final ResourceName NVIDIA_GPU = new ResourceName("nvidia.com/gpu");
    private static final ResourceName AMD_GPU = new ResourceName("amd.com/gpu");

    /** The reading of a survey with its machine, or without one where it has more devices than a machine may have. */
    Reading.Read read(Survey survey, Map<PciAddress, String> spelling) {
        List<PortFacts> inOrder = ports.stream()
                .filter(port -> deviceOf(survey, port).takesPart())
                .sorted(Comparator.comparing(PortFacts::id))
                .toList();
        List<Gpu> gpuList =
                survey.gpus().stream().filter(Device::takesPart).map(this::gpu).toList();
        if (gpuList.size() > Machine.MAX_GPUS || inOrder.size() > Machine.MAX_PORTS) {
            List<String> notes = new ArrayList<>(survey.notes());
            notes.add("no pods can be placed here: %d GPUs and %d ports, at most %d and %d are searched"
                    .formatted(gpuList.size(), inOrder.size(), Machine.MAX_GPUS, Machine.MAX_PORTS));
            return new Reading.Read(new Survey(survey.devices(), notes), null, null, inOrder, spelling);
        }
        Machine machine = new Machine(name, numa, gpuList, portList(survey, inOrder), nvlink);
        return new Reading.Read(survey, machine, null, inOrder, spelling);
    }

    private List<Port> portList(Survey survey, List<PortFacts> inOrder) {
        List<Port> list = new ArrayList<>();
        int withVfs = 0;
        for (PortFacts port : inOrder) {
            List<VfPool> pools = List.of();
            VfFacts vfs = port.vfs();
            if (vfs != null && vfs.configured() > 0) {
                pools = List.of(new VfPool(naming.ofPort(withVfs++), vfs.configured()));
            }
            list.add(new Port(port.id(), deviceOf(survey, port), null, port.netdev(), port.rdma(), pools));
        }
        return list;
    }

    private Gpu gpu(Device device) {
        GpuFacts facts = Objects.requireNonNull(gpus.get(device.address()));
        boolean nvidia = facts.vendor() == PciRole.NVIDIA || facts.vendor() == PciRole.UNTOLD;
        return new Gpu(
                device,
                facts.vendor() == PciRole.AMD ? AMD_GPU : NVIDIA_GPU,
                facts.model(),
                facts.uuid(),
                nvidia ? GpuPlugin.NVIDIA : GpuPlugin.OTHER);
    }

    private static Device deviceOf(Survey survey, PortFacts port) {
        return Objects.requireNonNull(survey.find(port.id().function()));
    }
}
