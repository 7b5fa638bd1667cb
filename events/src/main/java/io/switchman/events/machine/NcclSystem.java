package io.switchman.events.machine;

import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.NumaNode;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.RawDevice;
import io.switchman.topology.model.Survey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that one NCCL file tells, gathered processor by processor. */
final class NcclSystem {
    /** The kernel's largest configurable number of NUMA nodes (NODES_SHIFT of 10). */
    private static final int MAX_NUMA = 1023;

    /** Most names a note lists. */
    private static final int LISTED = 8;

    final String source;
    final Problems problems;
    final List<String> notes = new ArrayList<>();
    final Map<PciAddress, Integer> lineOf = new HashMap<>();
    final Map<PciAddress, String> spelling = new HashMap<>();
    final Map<PciAddress, GpuFacts> gpus = new HashMap<>();
    final List<PortFacts> ports = new ArrayList<>();
    final List<PciAddress> kindNotTold = new ArrayList<>();
    final NcclLinks links = new NcclLinks();

    private final List<NumaNode> numa = new ArrayList<>();
    private final List<RawDevice> devices = new ArrayList<>();
    private final List<String> virtual = new ArrayList<>();

    NcclSystem(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    void problem(XmlElement at, String what) {
        problems.add(source + ":" + at.line(), what);
    }

    void note(XmlElement at, String what) {
        notes.add("line " + at.line() + ": " + what);
    }

    void addCpu(int index, XmlElement cpu, int cpus) {
        NumaId id = numaOf(cpu, cpus == 1);
        NumaNode node = new NumaNode(id, List.of());
        if (id.isKnown() && !numa.contains(node)) {
            numa.add(node);
        }
        NcclCpu walk = new NcclCpu(this, id);
        for (XmlElement child : cpu.children()) {
            if (child.name().equals("pci")) {
                walk.addPci(child, List.of());
            } else if (child.name().equals("nic")) {
                child.all("net").forEach(net -> virtual.add(String.valueOf(net.attribute("name"))));
            }
        }
        devices.addAll(walk.devices(index));
    }

    Reading read(String name, Naming naming) {
        if (!virtual.isEmpty()) {
            List<String> names = virtual.stream().distinct().toList();
            notes.add(
                    names.size() + " network interfaces outside the PCI tree are virtual and ignored: " + some(names));
        }
        if (!kindNotTold.isEmpty()) {
            notes.add("%d devices are left out because their kind is not told (no class, no <gpu>, no <nic>): %s"
                    .formatted(kindNotTold.size(), some(kindNotTold)));
        }
        MachineAssembly assembly = new MachineAssembly(name, numa, links.nvlink(), gpus, ports, naming);
        return assembly.read(Survey.of(devices, notes), spelling);
    }

    /**
     * Hand-written files of single-socket machines leave the node out, and NCCL's own dump of one does so where the kernel
     * has no NUMA support: there the only processor is the only node.
     */
    private NumaId numaOf(XmlElement cpu, boolean only) {
        String text = cpu.attribute("numaid");
        if (text == null) {
            if (only) {
                return new NumaId(0);
            }
            note(cpu, "this <cpu> has no numaid and is not the only one: the NUMA node of its devices is unknown");
            return NumaId.UNKNOWN;
        }
        Integer value = decimal(text);
        if (value == null || value < -1 || value > MAX_NUMA) {
            problem(cpu, "numaid '" + text + "': allowed are -1 (unknown) to " + MAX_NUMA);
            return NumaId.UNKNOWN;
        }
        if (value == -1) {
            note(cpu, "numaid is -1: the NUMA node of its devices is unknown");
        }
        return new NumaId(value);
    }

    /** A number of at most nine digits, or null. */
    static @Nullable Integer decimal(String text) {
        return text.matches("-?[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    private static String some(List<?> names) {
        List<String> first = names.stream().limit(LISTED).map(Object::toString).toList();
        return String.join(", ", first) + (names.size() > LISTED ? ", ..." : "");
    }
}
