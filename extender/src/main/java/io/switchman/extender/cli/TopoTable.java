package io.switchman.extender.cli;

import io.switchman.events.machine.PortFacts;
import io.switchman.events.machine.Reading;
import io.switchman.topology.model.Device;
import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.PciAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@code switchman topo} prints for people: the tree, how near each GPU is to each NIC, and notes. */
final class TopoTable {
    private static final Map<Locality, String> WORDS = words();
    private static final int GAP = 2;

    private final Reading.Read read;
    private final List<Device> gpus;
    private final List<Device> nics;

    TopoTable(Reading.Read read) {
        this.read = read;
        this.gpus = takingPart(read.survey().gpus());
        this.nics = takingPart(read.survey().nics());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        TextTree tree = new TextTree();
        read.survey().devices().forEach(device -> tree.add(path(device)));
        text.append(read.survey().devices().isEmpty() ? "No GPUs and no NICs.\n" : tree.text());
        if (!gpus.isEmpty() && !nics.isEmpty()) {
            matrix(text);
        }
        if (!read.survey().notes().isEmpty()) {
            text.append("\nNotes:\n");
            read.survey().notes().forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    static List<Device> takingPart(List<Device> devices) {
        return devices.stream().filter(Device::takesPart).toList();
    }

    /** The labels from the NUMA node down to a device. */
    private List<String> path(Device device) {
        List<String> path = new ArrayList<>();
        path.add("NUMA node " + device.location().numa());
        HostBridge host = device.location().hostBridge();
        if (host != null) {
            path.add("host bridge " + host);
        }
        PciAddress rootPort = device.location().rootPort();
        if (rootPort != null) {
            path.add("root port " + read.spell(rootPort));
        }
        device.location().switches().forEach(port -> path.add("switch " + read.spell(port)));
        path.add(label(device));
        return path;
    }

    private String label(Device device) {
        if (!device.takesPart()) {
            return device.kind() + " " + read.spell(device.address()) + " (excluded: " + device.excluded() + ")";
        }
        String names = read.ports().stream()
                .filter(port -> port.id().function().equals(device.address()))
                .map(TopoTable::names)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(", "));
        return name(device) + " " + read.spell(device.address()) + (names.isEmpty() ? "" : " " + names);
    }

    private static String names(PortFacts port) {
        String netdev = port.netdev() == null ? "" : port.netdev();
        String rdma = port.rdma() == null ? "" : port.rdma();
        return netdev.isEmpty() || rdma.isEmpty() ? netdev + rdma : netdev + "/" + rdma;
    }

    private String name(Device device) {
        List<Device> alike = gpus.contains(device) ? gpus : nics;
        return device.kind().toString() + alike.indexOf(device);
    }

    private void matrix(StringBuilder text) {
        int width = GAP + WORDS.values().stream().mapToInt(String::length).max().orElse(0);
        text.append('\n').append(padded("", width));
        nics.forEach(nic -> text.append(padded(name(nic), width)));
        TreeSet<Locality> seen = new TreeSet<>();
        for (Device gpu : gpus) {
            endLine(text).append(padded(name(gpu), width));
            for (Device nic : nics) {
                Locality level = gpu.location().to(nic.location());
                seen.add(level);
                text.append(padded(WORDS.getOrDefault(level, ""), width));
            }
        }
        endLine(text).append('\n');
        seen.forEach(level -> text.append(padded(WORDS.getOrDefault(level, ""), width))
                .append(level)
                .append(level.allowsGpuDirect() ? ": GPUDirect RDMA by default" : "")
                .append('\n'));
    }

    /** Ends a line without the spaces that would pad its last column. */
    private static StringBuilder endLine(StringBuilder text) {
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        return text.append('\n');
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static Map<Locality, String> words() {
        Map<Locality, String> words = new EnumMap<>(Locality.class);
        for (Locality level : Locality.values()) {
            words.put(
                    level,
                    switch (level) {
                        case SAME_SWITCH -> "switch";
                        case SAME_SWITCH_TREE -> "tree";
                        case SAME_C2C -> "c2c";
                        case SAME_HOST_BRIDGE -> "bridge";
                        case SAME_NUMA -> "numa";
                        case CROSS_NUMA -> "cross";
                        case UNKNOWN -> "?";
                    });
        }
        return words;
    }
}
