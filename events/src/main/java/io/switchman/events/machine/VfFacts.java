package io.switchman.events.machine;

import io.switchman.topology.model.PciAddress;
import java.util.List;

/**
 * The virtual functions of one physical function. Source: kernel ABI {@code sriov_totalvfs}, {@code sriov_numvfs} and
 * {@code virtfn<N>} (Documentation/ABI/testing/sysfs-bus-pci).
 *
 * @param total most VFs the function can have, 0 to 65535
 * @param configured VFs it has now, at most {@code total}
 * @param addresses theirs by VF index, empty where unknown
 */
public record VfFacts(int total, int configured, List<PciAddress> addresses) {
    public VfFacts {
        addresses = List.copyOf(addresses);
    }
}
