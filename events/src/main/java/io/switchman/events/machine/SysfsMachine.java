package io.switchman.events.machine;

import io.switchman.topology.model.Bridge;
import io.switchman.topology.model.DeviceKind;
import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.NumaNode;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PciePath;
import io.switchman.topology.model.RawDevice;
import io.switchman.topology.model.Survey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** All that sysfs and procfs tell of one machine. */
final class SysfsMachine {
    /** PCI class of an NVSwitch: a bridge of another kind. No PCIe switch for us, but it tells that NVLink is switched. */
    private static final int NVSWITCH_CLASS = 0x068000;

    private final Attributes attributes;
    private final Map<PciAddress, SysfsPlace> places;
    private final Map<PciAddress, SysfsFunction> functions = new TreeMap<>();
    private final Map<PciAddress, GpuFacts> gpus = new HashMap<>();
    private final Map<PciAddress, String> excluded = new HashMap<>();
    private final List<PortFacts> ports = new ArrayList<>();
    private final List<NumaNode> numa = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    SysfsMachine(Attributes attributes, Map<PciAddress, SysfsPlace> places) {
        this.attributes = attributes;
        this.places = places;
    }

    void readFunctions() {
        places.forEach((address, place) -> {
            SysfsFunction function = SysfsFunction.read(place.directory(), attributes);
            functions.put(address, function);
            if (!function.hasClass()) {
                notes.add(address + ": its kind is not told (no class), left out");
            }
            if (function.role() == PciRole.GPU) {
                gpus.put(address, new GpuFacts(function.id().vendor(), "", null));
            }
        });
        if (places.isEmpty()) {
            notes.add("this machine shows no PCI devices");
        }
    }

    /** What NVIDIA's driver adds: names, and GPUs it was told to leave alone. */
    void readGpuDriver(Path directory) {
        for (String name : Attributes.names(directory, n -> PciAddress.parse(n) != null)) {
            PciAddress address = PciAddress.of(name);
            GpuFacts known = gpus.get(address);
            String text = Attributes.text(directory.resolve(name).resolve("information"));
            if (known == null || text == null) {
                continue;
            }
            GpuInformation information = GpuInformation.parse(text);
            gpus.put(address, new GpuFacts(known.vendor(), information.model(), information.uuid()));
            if (information.excluded()) {
                excluded.put(address, "excluded in the NVIDIA driver's configuration");
            }
        }
    }

    /** NUMA nodes and their ACPI SLIT distances. Source: kernel ABI, sysfs-devices-node. */
    void readNuma(Path directory) {
        Map<Integer, List<Integer>> distances = new TreeMap<>();
        for (String name : Attributes.names(directory, n -> n.matches("node[0-9]{1,4}"))) {
            String text = Attributes.text(directory.resolve(name).resolve("distance"));
            List<Integer> row = new ArrayList<>();
            for (String part : text == null || text.isEmpty() ? new String[0] : text.split("\\s+")) {
                row.add(part.matches("[0-9]{1,3}") ? Integer.parseInt(part) : 0);
            }
            distances.put(Integer.parseInt(name.substring("node".length())), row);
        }
        distances.forEach(
                (id, row) -> numa.add(new NumaNode(new NumaId(id), row.size() == distances.size() ? row : List.of())));
    }

    Reading read(Naming naming) {
        List<RawDevice> devices = new ArrayList<>();
        SysfsVfs vfs = new SysfsVfs(places, attributes);
        Set<PciAddress> above = new HashSet<>();
        places.values().forEach(place -> above.addAll(place.above()));
        functions.forEach((address, function) -> {
            boolean bridge = function.role() == PciRole.BRIDGE || above.contains(address);
            if (!bridge && !vfs.isOfVisiblePf(address)) {
                devices.add(device(address, function));
                if (function.role() == PciRole.NIC) {
                    Path directory = directory(address);
                    ports.addAll(SysfsPorts.of(address, directory, vfs.of(address), notes));
                }
            }
        });
        NvLink nvlink = functions.values().stream().anyMatch(SysfsMachine::isNvSwitch) ? NvLink.ALL : NvLink.UNKNOWN;
        MachineAssembly assembly = new MachineAssembly("", numa, nvlink, gpus, ports, naming);
        return assembly.read(Survey.of(devices, notes), Map.of());
    }

    private RawDevice device(PciAddress address, SysfsFunction function) {
        DeviceKind kind = switch (function.role()) {
            case GPU -> DeviceKind.GPU;
            case NIC -> DeviceKind.NIC;
            case BRIDGE, OTHER -> DeviceKind.OTHER;
        };
        RawDevice device = new RawDevice(address, kind, path(address), function.numa());
        String reason = kind == DeviceKind.NIC ? PciRole.whyNoRail(function.subsystem()) : excluded.get(address);
        return reason == null ? device : device.exclude(reason);
    }

    private PciePath path(PciAddress address) {
        SysfsPlace place = Objects.requireNonNull(places.get(address));
        HostBridge host = place.hostBridge();
        if (host == null) {
            notes.add(address + ": no path to it is told, so only its NUMA node counts");
            return PciePath.ofUpstreamPorts(List.of());
        }
        PciePath path = PciePath.ofBridges(
                address, place.above().stream().map(this::bridge).toList());
        return new PciePath(host, path.rootPort(), path.switches(), path.irregular());
    }

    private Bridge bridge(PciAddress address) {
        SysfsFunction function = functions.get(address);
        return function == null ? new Bridge(address) : new Bridge(address, function.id(), function.subsystem());
    }

    private Path directory(PciAddress address) {
        return Objects.requireNonNull(places.get(address)).directory();
    }

    private static boolean isNvSwitch(SysfsFunction function) {
        return function.classCode() == NVSWITCH_CLASS && function.id().vendor() == PciRole.NVIDIA;
    }
}
