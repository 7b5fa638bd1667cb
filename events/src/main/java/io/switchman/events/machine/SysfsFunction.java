package io.switchman.events.machine;

import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.PciId;
import java.nio.file.Path;

/**
 * The attributes of one PCI function.
 *
 * @param classCode its class, 24 bits, or -1 where it has none
 * @param role what its class says it is
 * @param id vendor and device, or unknown
 * @param subsystem subsystem vendor and device, or unknown
 * @param numa its NUMA node; the kernel's -1 is unknown
 */
record SysfsFunction(int classCode, PciRole role, PciId id, PciId subsystem, NumaId numa) {
    private static final int MAX_CLASS = 0xffffff;
    private static final int MAX_ID = 0xffff;
    private static final int MAX_NUMA = 1023;

    static SysfsFunction read(Path directory, Attributes attributes) {
        int classCode = attributes.hex(directory.resolve("class"), MAX_CLASS);
        PciId id = id(directory, "vendor", "device", attributes);
        PciId subsystem = id(directory, "subsystem_vendor", "subsystem_device", attributes);
        Integer numa = attributes.decimal(directory.resolve("numa_node"), -1, MAX_NUMA);
        return new SysfsFunction(
                classCode,
                classCode < 0 ? PciRole.OTHER : PciRole.of(classCode, id.vendor()),
                id,
                subsystem,
                numa == null ? NumaId.UNKNOWN : new NumaId(numa));
    }

    boolean hasClass() {
        return classCode >= 0;
    }

    private static PciId id(Path directory, String vendor, String device, Attributes attributes) {
        int high = attributes.hex(directory.resolve(vendor), MAX_ID);
        int low = attributes.hex(directory.resolve(device), MAX_ID);
        return high < 0 || low < 0 ? PciId.UNKNOWN : new PciId(high, low);
    }
}
