package io.switchman.events.machine;

import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.PciAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where sysfs keeps a PCI function.
 *
 * @param directory with its attributes; may be missing in a capture
 * @param hostBridge the host bridge at the top of its path, or null where no path is known
 * @param above bridges over it from the root port down
 */
record SysfsPlace(Path directory, @Nullable HostBridge hostBridge, List<PciAddress> above) {
    SysfsPlace {
        above = List.copyOf(above);
    }
}
