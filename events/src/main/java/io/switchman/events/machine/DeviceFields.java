package io.switchman.events.machine;

import io.switchman.topology.model.Bridge;
import io.switchman.topology.model.Device;
import io.switchman.topology.model.DeviceKind;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PciId;
import io.switchman.topology.model.PciePath;
import io.switchman.topology.model.RawDevice;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields that GPUs and ports of a MachineType have alike: address, NUMA node, chain of bridges, coherent group.
 *
 * <p>A chain is written from the root port down, as sysfs has it. One that names only invented addresses
 * ({@code ffff:ff:...}) is the list of switches itself, as in NCCL's files: a root port or a downstream port that nobody
 * can see need not be made up.
 */
final class DeviceFields {
    /** Stands in for a device that was refused, so that reading can go on to the next problem. */
    static final Device NONE = new Device(
            new PciAddress(0, 0, 0, 0),
            DeviceKind.OTHER,
            new Location(null, null, List.of(), NumaId.UNKNOWN, null),
            null);

    /** Stands in for a name that was refused. */
    static final ResourceName NO_RESOURCE = new ResourceName("refused.invalid/name");

    private static final Set<String> BRIDGE =
            Set.of("address", "vendor", "device", "subsystemVendor", "subsystemDevice");
    private static final int MAX_GROUP = 1023;
    private static final int MAX_NUMA = 1023;

    private final Set<NumaId> numa;
    private final Map<PciAddress, String> spelling;
    private final Map<PciAddress, RawDevice> raw = new LinkedHashMap<>();

    /**
     * Begins without devices.
     *
     * @param numa the nodes the machine has; if it names none, any may occur
     * @param spelling gets addresses that are written otherwise than the kernel writes them
     */
    DeviceFields(Set<NumaId> numa, Map<PciAddress, String> spelling) {
        this.numa = numa;
        this.spelling = spelling;
    }

    List<RawDevice> raw() {
        return List.copyOf(raw.values());
    }

    /** Reads a device; returns its address, or null if it was refused. */
    @Nullable
    PciAddress add(Fields fields, DeviceKind kind) {
        PciAddress address = fields.address();
        NumaId node = numa(fields);
        List<Bridge> chain = chain(fields);
        Integer group = fields.number("coherentGroup", 0, MAX_GROUP);
        if (address == null) {
            return null;
        }
        keepSpelling(address, fields.text("address"));
        boolean switchesOnly = !chain.isEmpty()
                && chain.stream().allMatch(bridge -> bridge.address().isInvented());
        PciePath path = switchesOnly ? PciePath.ofUpstreamPorts(chain) : PciePath.ofBridges(address, chain);
        RawDevice device = new RawDevice(address, kind, path, node, group, null);
        RawDevice before = raw.putIfAbsent(address, device);
        boolean otherPort = kind == DeviceKind.NIC && before != null && before.kind() == DeviceKind.NIC;
        if (before != null && !otherPort) {
            fields.problem("address", address + " occurs twice");
        } else if (before != null && !before.equals(device)) {
            fields.problem(
                    "address",
                    address + " occurs with another numa, chain or coherentGroup before; ports of one function share"
                            + " its place");
        }
        return address;
    }

    private NumaId numa(Fields fields) {
        Integer id = fields.number("numa", 0, MAX_NUMA);
        if (id == null) {
            return NumaId.UNKNOWN;
        }
        NumaId node = new NumaId(id);
        if (!numa.isEmpty() && !numa.contains(node)) {
            String known = numa.stream().sorted().map(NumaId::toString).collect(Collectors.joining(", "));
            fields.problem("numa", "node " + id + " is not among the machine's numa (" + known + ")");
        }
        return node;
    }

    private List<Bridge> chain(Fields fields) {
        List<Bridge> chain = new ArrayList<>();
        int index = 0;
        for (YamlValue item : fields.list("chain")) {
            Bridge bridge = bridge(fields, index++, item);
            if (bridge == null) {
                continue;
            }
            if (chain.stream().anyMatch(before -> before.address().equals(bridge.address()))) {
                fields.problem("chain", bridge.address() + " occurs twice");
            }
            chain.add(bridge);
        }
        return chain;
    }

    private @Nullable Bridge bridge(Fields fields, int index, YamlValue item) {
        if (item instanceof YamlValue.Scalar scalar) {
            PciAddress address = fields.addressOf("chain", scalar.text());
            if (address != null) {
                keepSpelling(address, scalar.text());
            }
            return address == null ? null : new Bridge(address);
        }
        Fields bridge = fields.item("chain", index, item, BRIDGE);
        PciAddress address = bridge.address();
        PciId id = new PciId(bridge.hex("vendor"), bridge.hex("device"));
        PciId subsystem = new PciId(bridge.hex("subsystemVendor"), bridge.hex("subsystemDevice"));
        if (address != null) {
            keepSpelling(address, bridge.text("address"));
        }
        return address == null ? null : new Bridge(address, id, subsystem);
    }

    private void keepSpelling(PciAddress address, @Nullable String text) {
        if (text != null && !text.equals(address.toString())) {
            spelling.put(address, text);
        }
    }
}
