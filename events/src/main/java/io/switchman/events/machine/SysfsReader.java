package io.switchman.events.machine;

import io.switchman.topology.model.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PCI tree of a live machine or of a capture of one. Source: kernel ABI, Documentation/ABI/testing/sysfs-bus-pci
 * and Documentation/PCI/sysfs-pci.rst; nothing here needs privileges, and nothing is ever written.
 */
public final class SysfsReader {
    private SysfsReader() {}

    /**
     * Reads a machine.
     *
     * @param root where {@code sys} and {@code proc} lie: "/" for the machine this runs on; or a {@code sys} directory
     * @param naming names of VFs: sysfs does not know them
     */
    public static Reading read(Path root, Naming naming) {
        boolean above = Files.isDirectory(root.resolve("sys"));
        Path sys = above ? root.resolve("sys") : root;
        Path proc = above ? root.resolve("proc") : root.resolveSibling("proc");
        Path bus = sys.resolve("bus/pci/devices");
        Path devices = sys.resolve("devices");
        if (!Files.isDirectory(bus) && !hasHostBridges(devices)) {
            return Problems.refuse(
                    root.toString(),
                    "holds neither sys/bus/pci/devices nor sys/devices/pci*: not the root of a machine or of a capture");
        }
        Problems problems = new Problems();
        Attributes attributes = new Attributes(problems);
        Map<PciAddress, SysfsPlace> places = SysfsPlaces.find(sys, problems);
        if (places.size() > Limits.PCI_FUNCTIONS) {
            return Problems.refuse(bus.toString(), "more than " + Limits.PCI_FUNCTIONS + " PCI functions");
        }
        SysfsMachine machine = new SysfsMachine(attributes, places);
        machine.readFunctions();
        machine.readGpuDriver(proc.resolve("driver/nvidia/gpus"));
        machine.readNuma(devices.resolve("system/node"));
        Reading reading = machine.read(naming);
        return problems.isEmpty() ? reading : problems.refuse();
    }

    private static boolean hasHostBridges(Path devices) {
        return !Attributes.names(devices, SysfsPlaces::isHostBridge).isEmpty();
    }

    /** The address a link's text ends in, or null. */
    static @Nullable PciAddress lastOf(@Nullable String linkText) {
        if (linkText == null) {
            return null;
        }
        return PciAddress.parse(String.valueOf(Path.of(linkText).getFileName()));
    }
}
