package io.switchman.topology.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one source says of one machine: its GPUs and NICs in their places, and what could not be known.
 *
 * @param devices GPUs and NICs in PCI order, excluded ones too
 * @param notes what a person should know: facts the source lacks, oddities it holds
 */
public record Survey(List<Device> devices, List<String> notes) {
    public Survey {
        devices = List.copyOf(devices);
        notes = List.copyOf(notes);
    }

    /**
     * Puts raw devices in their places: cleans chains, and takes host bridges away where they tell nothing.
     *
     * @param raw every endpoint the source shows, in any order; an address must not occur twice
     * @param readerNotes what the reader already noted
     */
    public static Survey of(List<RawDevice> raw, List<String> readerNotes) {
        List<String> notes = new ArrayList<>(readerNotes);
        Map<PciAddress, Set<PciAddress>> below = slotsBelow(raw);
        List<Device> devices = new ArrayList<>();
        for (RawDevice device : raw) {
            if (device.kind() == DeviceKind.OTHER) {
                continue;
            }
            if (device.path().irregular()) {
                notes.add(device.address() + ": an even number of bridges above it, so no switch is taken for granted");
            }
            List<PciAddress> switches = SwitchLevels.clean(
                    device.path().switches(),
                    port -> device.kind() == DeviceKind.GPU
                            && Objects.requireNonNull(below.get(port)).size() == 1);
            Location location = new Location(
                    device.path().hostBridge(),
                    device.path().rootPort(),
                    switches,
                    device.numa(),
                    device.coherentGroup());
            devices.add(new Device(device.address(), device.kind(), location, device.excluded()));
        }
        devices.sort(Comparator.comparing(Device::address));
        if (isFlat(devices)) {
            notes.add("the host bridge tells nothing here (a flat virtual machine, or no NUMA node known): not used");
            devices.replaceAll(Survey::withoutHostBridge);
        }
        return new Survey(devices, notes);
    }

    public List<Device> gpus() {
        return ofKind(DeviceKind.GPU);
    }

    public List<Device> nics() {
        return ofKind(DeviceKind.NIC);
    }

    /** The device of an address, or null. */
    public @Nullable Device find(PciAddress address) {
        return devices.stream()
                .filter(device -> device.address().equals(address))
                .findFirst()
                .orElse(null);
    }

    private List<Device> ofKind(DeviceKind kind) {
        return devices.stream().filter(device -> device.kind() == kind).toList();
    }

    /** For each upstream port the slots (addresses without function) of the endpoints below it. */
    private static Map<PciAddress, Set<PciAddress>> slotsBelow(List<RawDevice> raw) {
        Map<PciAddress, Set<PciAddress>> below = new HashMap<>();
        for (RawDevice device : raw) {
            PciAddress a = device.address();
            PciAddress slot = new PciAddress(a.domain(), a.bus(), a.device(), 0);
            for (Bridge port : device.path().switches()) {
                below.computeIfAbsent(port.address(), _ -> new HashSet<>()).add(slot);
            }
        }
        return below;
    }

    /**
     * Whether host bridges say nothing about distance: no device has a NUMA node, or the only host bridge carries several
     * NUMA nodes or several groups of GPUs, as hypervisors do that put every device on one bus.
     */
    private static boolean isFlat(List<Device> devices) {
        Set<HostBridge> bridges = new HashSet<>();
        Set<NumaId> numas = new HashSet<>();
        Set<PciAddress> gpuGroups = new HashSet<>();
        for (Device device : devices) {
            if (!device.takesPart()) {
                continue;
            }
            Location location = device.location();
            if (location.hostBridge() != null) {
                bridges.add(location.hostBridge());
            }
            if (location.numa().isKnown()) {
                numas.add(location.numa());
            }
            if (device.kind() == DeviceKind.GPU) {
                gpuGroups.add(groupOf(device));
            }
        }
        if (bridges.isEmpty()) {
            return false;
        }
        return numas.isEmpty() || (bridges.size() == 1 && (numas.size() > 1 || gpuGroups.size() > 1));
    }

    private static PciAddress groupOf(Device device) {
        Location location = device.location();
        if (location.rootPort() != null) {
            return location.rootPort();
        }
        return location.switches().isEmpty()
                ? device.address()
                : location.switches().getFirst();
    }

    private static Device withoutHostBridge(Device device) {
        Location l = device.location();
        return new Device(
                device.address(),
                device.kind(),
                new Location(null, l.rootPort(), l.switches(), l.numa(), l.coherentGroup()),
                device.excluded());
    }
}
