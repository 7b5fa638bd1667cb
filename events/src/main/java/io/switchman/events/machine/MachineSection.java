package io.switchman.events.machine;

import io.switchman.topology.model.Device;
import io.switchman.topology.model.DeviceKind;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.NumaNode;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.Survey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The field {@code machine} of a MachineType. */
final class MachineSection {
    static final Set<String> FIELDS = Set.of("name", "numa", "gpus", "nvlink", "ports");

    private static final Set<String> NUMA = Set.of("id", "distances");
    private static final Set<String> GPU =
            Set.of("address", "uuid", "numa", "chain", "model", "plugin", "resource", "coherentGroup");
    private static final int MAX_NUMA = 1023;
    private static final int MAX_DISTANCE = 255;

    private final Fields fields;
    private final Problems problems;
    private final Map<PciAddress, String> spelling = new HashMap<>();

    MachineSection(Fields fields, Problems problems) {
        this.fields = fields;
        this.problems = problems;
    }

    Reading read(MachineType type) {
        String name = Objects.requireNonNullElse(fields.text("name"), type.name());
        List<NumaNode> numa = numa();
        Set<NumaId> known = new HashSet<>();
        numa.forEach(node -> known.add(node.id()));
        DeviceFields devices = new DeviceFields(known, spelling);
        List<Fields> gpuFields = fields.each("gpus", GPU);
        List<PciAddress> gpuAddresses = new ArrayList<>();
        gpuFields.forEach(gpu -> gpuAddresses.add(devices.add(gpu, DeviceKind.GPU)));
        List<PortSection> ports = new ArrayList<>();
        for (Fields port : fields.each("ports", PortSection.FIELDS)) {
            ports.add(new PortSection(port, devices.add(port, DeviceKind.NIC)));
        }
        checkCounts(gpuFields.size(), ports.size());
        PortSection.checkUnique(ports);
        NvLink nvlink = nvlink();
        Survey survey = Survey.of(devices.raw(), List.of());
        List<Gpu> gpuList = new ArrayList<>();
        for (int i = 0; i < gpuFields.size(); i++) {
            gpuList.add(gpu(gpuFields.get(i), find(survey, gpuAddresses.get(i))));
        }
        List<Port> portList = new ArrayList<>();
        List<PortFacts> facts = new ArrayList<>();
        for (PortSection port : ports) {
            port.read(find(survey, port.address()), portList, facts);
        }
        if (!problems.isEmpty()) {
            return problems.refuse();
        }
        Machine machine = new Machine(name, numa, gpuList, portList, nvlink);
        return new Reading.Read(survey, machine, type, facts, spelling);
    }

    private List<NumaNode> numa() {
        List<NumaNode> nodes = new ArrayList<>();
        List<Fields> each = fields.each("numa", NUMA);
        for (Fields node : each) {
            Integer id = node.number("id", 0, MAX_NUMA);
            List<Integer> distances = new ArrayList<>();
            for (YamlValue item : node.list("distances")) {
                Integer value =
                        node.numberOf("distances", Fields.described(item).replace("'", ""), 0, MAX_DISTANCE);
                distances.add(value == null ? 0 : value);
            }
            if (!distances.isEmpty() && distances.size() != each.size()) {
                node.problem(
                        "distances",
                        "has " + distances.size() + " values for " + each.size() + " NUMA nodes; write one for each");
            }
            NumaNode made = new NumaNode(id == null ? NumaId.UNKNOWN : new NumaId(id), distances);
            if (made.id().isKnown()
                    && nodes.stream().anyMatch(before -> before.id().equals(made.id()))) {
                node.problem("id", "NUMA node " + made.id() + " occurs twice");
            }
            nodes.add(made);
        }
        return nodes;
    }

    private void checkCounts(int gpus, int ports) {
        if (gpus > Machine.MAX_GPUS) {
            fields.problem("gpus", gpus + " GPUs; at most " + Machine.MAX_GPUS + " are supported");
        }
        if (ports > Machine.MAX_PORTS) {
            fields.problem("ports", ports + " ports; at most " + Machine.MAX_PORTS + " are supported");
        }
    }

    private NvLink nvlink() {
        String word = fields.word("nvlink", "unknown", List.of("all", "none", "pairs"));
        return NvLink.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Gpu gpu(Fields gpu, @Nullable Device device) {
        String plugin = gpu.word("plugin", "nvidia", List.of("nvidia", "other"));
        ResourceName resource =
                gpu.resourceOf("resource", Objects.requireNonNullElse(gpu.text("resource"), "nvidia.com/gpu"));
        return new Gpu(
                device == null ? DeviceFields.NONE : device,
                resource == null ? DeviceFields.NO_RESOURCE : resource,
                Objects.requireNonNullElse(gpu.text("model"), ""),
                gpu.text("uuid"),
                plugin.equals("nvidia") ? GpuPlugin.NVIDIA : GpuPlugin.OTHER);
    }

    private static @Nullable Device find(Survey survey, @Nullable PciAddress address) {
        return address == null ? null : survey.find(address);
    }
}
