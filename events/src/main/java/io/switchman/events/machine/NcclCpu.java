package io.switchman.events.machine;

import io.switchman.topology.model.Bridge;
import io.switchman.topology.model.DeviceKind;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PciId;
import io.switchman.topology.model.PciePath;
import io.switchman.topology.model.RawDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The PCI tree below one {@code <cpu>} of an NCCL file. */
final class NcclCpu {
    private static final int MAX_CLASS = 0xffffff;

    private final NcclSystem system;
    private final NumaId numa;
    private final List<RawDevice> found = new ArrayList<>();
    private final Set<PciAddress> coherent = new HashSet<>();

    NcclCpu(NcclSystem system, NumaId numa) {
        this.system = system;
        this.numa = numa;
    }

    /** Adds an element and all below it; {@code above} are the bridges over it from the root down. */
    void addPci(XmlElement pci, List<Bridge> above) {
        PciAddress address = address(pci);
        if (address == null) {
            return;
        }
        checkNumbering(pci, address, above);
        List<XmlElement> below = pci.all("pci");
        int classCode = hex(pci, "class", MAX_CLASS);
        PciId id = new PciId(hex(pci, "vendor", 0xffff), hex(pci, "device", 0xffff));
        PciId subsystem = new PciId(hex(pci, "subsystem_vendor", 0xffff), hex(pci, "subsystem_device", 0xffff));
        boolean classTold = pci.attribute("class") != null;
        PciRole role = classTold ? PciRole.of(classCode, id.vendor()) : PciRole.OTHER;
        PciRole shown = shownRole(pci, role);
        if (shown == PciRole.GPU || shown == PciRole.NIC) {
            if (!below.isEmpty()) {
                system.problem(pci, address + " is a " + shown + " and has PCI devices below it: only a bridge can");
            }
            addEndpoint(pci, address, above, shown, id, subsystem);
        } else if (!below.isEmpty()) {
            // A parent of any other class is a switch for NCCL too: ncclTopoAddPci falls back to PCI.
            List<Bridge> path = new ArrayList<>(above);
            path.add(new Bridge(address, id, subsystem));
            below.forEach(child -> addPci(child, path));
        } else if (role != PciRole.BRIDGE) {
            if (!classTold) {
                system.kindNotTold.add(address);
            }
            found.add(device(address, DeviceKind.OTHER, above));
        }
    }

    /** The devices, with those that a chip-to-chip link makes one coherent domain with their processor marked so. */
    List<RawDevice> devices(int cpuIndex) {
        List<RawDevice> devices = new ArrayList<>();
        for (RawDevice d : found) {
            boolean joined = !coherent.isEmpty() && (d.kind() == DeviceKind.NIC || coherent.contains(d.address()));
            devices.add(joined ? new RawDevice(d.address(), d.kind(), d.path(), d.numa(), cpuIndex, d.excluded()) : d);
        }
        return devices;
    }

    /** What the element's children show it to be, else what its class says. */
    private PciRole shownRole(XmlElement pci, PciRole byClass) {
        boolean gpu = pci.has("gpu");
        boolean nic = pci.has("nic");
        PciRole shown = gpu ? PciRole.GPU : PciRole.NIC;
        if (!gpu && !nic) {
            return byClass;
        }
        if (gpu && nic) {
            system.problem(pci, "holds both <gpu> and <nic>");
        } else if (byClass != PciRole.OTHER && byClass != shown) {
            system.problem(pci, "holds <" + (gpu ? "gpu" : "nic") + "> but its class says " + byClass);
        }
        return shown;
    }

    private void addEndpoint(
            XmlElement pci, PciAddress address, List<Bridge> above, PciRole role, PciId id, PciId subsystem) {
        if (role == PciRole.GPU) {
            List<XmlElement> details = pci.all("gpu");
            boolean amd = details.stream().anyMatch(gpu -> gpu.attribute("gcn") != null);
            int vendor = id.vendor() == PciRole.UNTOLD && amd ? PciRole.AMD : id.vendor();
            system.gpus.put(address, new GpuFacts(vendor, "", null));
            system.links.add(String.valueOf(pci.attribute("busid")), details);
            if (details.stream().anyMatch(gpu -> gpu.has("c2c"))) {
                coherent.add(address);
            }
            found.add(device(address, DeviceKind.GPU, above));
            return;
        }
        RawDevice nic = device(address, DeviceKind.NIC, above);
        String reason = PciRole.whyNoRail(subsystem);
        found.add(reason == null ? nic : nic.exclude(reason));
        system.ports.addAll(NcclPorts.of(address, pci.all("nic")));
    }

    private RawDevice device(PciAddress address, DeviceKind kind, List<Bridge> above) {
        return new RawDevice(address, kind, PciePath.ofUpstreamPorts(above), numa);
    }

    private @Nullable PciAddress address(XmlElement pci) {
        String text = pci.attribute("busid");
        if (text == null) {
            system.problem(pci, "<pci> has no busid");
            return null;
        }
        PciAddress address = PciAddress.parse(text);
        if (address == null) {
            system.problem(pci, "busid '" + text + "' is not a PCI address such as 0000:3b:00.0");
            return null;
        }
        Integer before = system.lineOf.putIfAbsent(address, pci.line());
        if (before != null) {
            system.problem(pci, "busid " + text + " occurs twice, first on line " + before);
            return null;
        }
        if (!text.equals(address.toString())) {
            system.spelling.put(address, text);
        }
        return address;
    }

    /** A bus number below that of the bridge above cannot be: enumeration numbers buses depth first. */
    private void checkNumbering(XmlElement pci, PciAddress address, List<Bridge> above) {
        if (above.isEmpty() || address.isInvented()) {
            return;
        }
        PciAddress parent = above.getLast().address();
        if (!parent.isInvented() && parent.domain() == address.domain() && address.bus() <= parent.bus()) {
            system.note(
                    pci,
                    address + " lies below " + parent + " but its bus number is not greater: impossible numbering,"
                            + " the file may have been edited by hand");
        }
    }

    /** A hexadecimal attribute, 0 where absent. */
    private int hex(XmlElement pci, String attribute, int max) {
        String text = pci.attribute(attribute);
        if (text == null) {
            return 0;
        }
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (digits.matches("[0-9a-fA-F]{1,6}") && Integer.parseInt(digits, 16) <= max) {
            return Integer.parseInt(digits, 16);
        }
        system.problem(
                pci, attribute + " '" + text + "' is not a hexadecimal number up to 0x" + Integer.toHexString(max));
        return 0;
    }
}
