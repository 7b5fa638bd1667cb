package io.switchman.events.machine;

import io.switchman.topology.model.Device;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.RailId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One item of {@code machine.ports} of a MachineType. */
final class PortSection {
    static final Set<String> FIELDS =
            Set.of("address", "number", "numa", "chain", "rail", "netdev", "rdma", "vfs", "resources", "coherentGroup");

    private static final Set<String> VFS = Set.of("total", "configured", "addresses");
    private static final Set<String> RESOURCE = Set.of("name", "vfs");
    private static final int MAX_NUMBER = 99;
    private static final int MAX_RAIL = 1023;

    private final Fields fields;
    private final @Nullable PciAddress address;
    private final int number;

    PortSection(Fields fields, @Nullable PciAddress address) {
        this.fields = fields;
        this.address = address;
        Integer given = fields.number("number", 1, MAX_NUMBER);
        this.number = given == null ? 1 : given;
    }

    @Nullable
    PciAddress address() {
        return address;
    }

    static void checkUnique(List<PortSection> ports) {
        Set<PortId> seen = new HashSet<>();
        for (PortSection port : ports) {
            if (port.address != null && !seen.add(new PortId(port.address, port.number))) {
                port.fields.problem(
                        "address",
                        port.address + " occurs twice; a second port of one function needs its own 'number'");
            }
        }
    }

    void read(@Nullable Device device, List<Port> ports, List<PortFacts> facts) {
        Integer rail = fields.number("rail", 0, MAX_RAIL);
        VfFacts vfs = fields.has("vfs") ? vfs(fields.child("vfs", VFS)) : null;
        List<VfPool> pools = pools(vfs);
        PortId id = new PortId(address == null ? DeviceFields.NONE.address() : address, number);
        String netdev = fields.text("netdev");
        String rdma = fields.text("rdma");
        Device place = device == null ? DeviceFields.NONE : device;
        ports.add(new Port(id, place, rail == null ? null : new RailId(rail), netdev, rdma, pools));
        facts.add(new PortFacts(id, netdev, rdma, PortFacts.Link.UNKNOWN, vfs));
    }

    private static VfFacts vfs(Fields vfs) {
        Integer total = vfs.number("total", 0, VfPool.MAX_VFS);
        Integer configured = vfs.number("configured", 0, VfPool.MAX_VFS);
        if (total == null && configured == null) {
            vfs.problem("needs 'total' or 'configured', a number from 0 to " + VfPool.MAX_VFS);
        }
        int most = total != null ? total : configured != null ? configured : 0;
        int now = configured != null ? configured : most;
        if (now > most) {
            vfs.problem("configured", now + " is more than total, which is " + most);
        }
        List<PciAddress> addresses = new ArrayList<>();
        for (YamlValue item : vfs.list("addresses")) {
            PciAddress vf = vfs.addressOf("addresses", Fields.described(item).replace("'", ""));
            if (vf != null && addresses.contains(vf)) {
                vfs.problem("addresses", vf + " occurs twice");
            } else if (vf != null) {
                addresses.add(vf);
            }
        }
        if (addresses.size() > now) {
            vfs.problem("addresses", "names " + addresses.size() + " VFs, but only " + now + " are configured");
        }
        return new VfFacts(most, now, addresses);
    }

    private List<VfPool> pools(@Nullable VfFacts vfs) {
        List<YamlValue> items = fields.list("resources");
        List<VfPool> pools = new ArrayList<>();
        int left = vfs == null ? 0 : vfs.configured();
        int bare = 0;
        for (int i = 0; i < items.size(); i++) {
            ResourceName name;
            Integer count = null;
            if (items.get(i) instanceof YamlValue.Scalar scalar) {
                bare++;
                name = fields.resourceOf("resources", scalar.text());
            } else {
                Fields part = fields.item("resources", i, items.get(i), RESOURCE);
                String text = part.text("name");
                name = text == null ? missing(part, "name") : part.resourceOf("name", text);
                count = part.number("vfs", 0, VfPool.MAX_VFS);
                if (!part.has("vfs")) {
                    part.problem("vfs", "is missing: write how many of the port's VFs carry this name");
                }
                left -= count == null ? 0 : count;
            }
            add(pools, name, count == null ? (vfs == null ? 0 : vfs.configured()) : count);
        }
        if (bare > 0 && items.size() > 1) {
            fields.problem(
                    "resources",
                    "several names on one port do not say how its VFs are shared; write each as"
                            + " {name: example.com/name, vfs: 4}");
        } else if (!items.isEmpty() && vfs == null) {
            fields.problem("vfs", "is missing: the port has resources, so write how many VFs it has");
        } else if (left < 0) {
            fields.problem("resources", "share out " + -left + " VFs more than the port has");
        }
        return pools;
    }

    private void add(List<VfPool> pools, @Nullable ResourceName name, int total) {
        if (name == null) {
            return;
        }
        if (pools.stream().anyMatch(pool -> pool.resource().equals(name))) {
            fields.problem("resources", name + " occurs twice");
        }
        pools.add(new VfPool(name, total));
    }

    private static @Nullable ResourceName missing(Fields part, String field) {
        part.problem(field, "is missing: write a resource name such as example.com/name");
        return null;
    }
}
