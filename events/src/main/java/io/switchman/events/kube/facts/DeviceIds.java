package io.switchman.events.kube.facts;

import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import java.util.Map;

/**
 * What device plugins call the devices of one node: how evidence is joined with a machine.
 *
 * @param gpus addresses by the driver's UUID
 * @param vfs ports by the VF's address, which is the id that the SR-IOV device plugin uses
 */
public record DeviceIds(Map<String, PciAddress> gpus, Map<PciAddress, PortId> vfs) {
    /** Where nothing is told. */
    public static final DeviceIds NONE = new DeviceIds(Map.of(), Map.of());

    public DeviceIds {
        gpus = Map.copyOf(gpus);
        vfs = Map.copyOf(vfs);
    }
}
