package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.SriovPort;
import io.switchman.events.kube.facts.SriovVf;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.model.PciAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The field {@code status.interfaces} of a SriovNetworkNodeState. Names of its fields are as odd as they look. */
final class SriovPorts {
    private static final int MAX_INTERFACES = 256;
    private static final int MAX_VFS = 0xffff;
    private static final Pattern SPEED = Pattern.compile("(-?[0-9]{1,9}) ?Mb/s");

    static final Projection PROJECTION = Projection.fields(
                    "name", "pciAddress", "totalvfs", "numVfs", "linkSpeed", "linkType", "externallyManaged")
            .and("Vfs", Projection.fields("pciAddress", "vfID", "driver"));

    private SriovPorts() {}

    /** Interfaces with an address, each once. */
    static List<SriovPort> read(JsonFields status) {
        List<SriovPort> ports = new ArrayList<>();
        Set<PciAddress> seen = new HashSet<>();
        for (JsonFields port : status.each("interfaces", MAX_INTERFACES)) {
            PciAddress address = address(port, seen);
            if (address != null) {
                int speed = speed(port);
                ports.add(new SriovPort(
                        address,
                        port.filled("name"),
                        port.filled("linkType"),
                        speed > 0 ? Link.UP : speed < 0 ? Link.DOWN : Link.UNKNOWN,
                        Math.max(0, speed),
                        port.number("totalvfs", 0, 0, MAX_VFS),
                        port.number("numVfs", 0, 0, MAX_VFS),
                        port.truth("externallyManaged"),
                        vfs(port, seen)));
            }
        }
        return ports;
    }

    private static List<SriovVf> vfs(JsonFields port, Set<PciAddress> seen) {
        List<SriovVf> vfs = new ArrayList<>();
        for (JsonFields vf : port.each("Vfs", MAX_VFS)) {
            PciAddress address = address(vf, seen);
            Long id = vf.number("vfID", 0, MAX_VFS);
            if (id == null && !vf.has("vfID")) {
                vf.problem("vfID", "is missing");
            }
            if (address != null && id != null) {
                vfs.add(new SriovVf(address, id.intValue(), vf.filled("driver")));
            }
        }
        return vfs;
    }

    private static @Nullable PciAddress address(JsonFields device, Set<PciAddress> seen) {
        PciAddress address = device.address("pciAddress");
        if (address == null && device.filled("pciAddress") == null) {
            device.problem("pciAddress", "is missing");
        } else if (address != null && !seen.add(address)) {
            device.problem("pciAddress", address + " occurs twice; the first counts");
            return null;
        }
        return address;
    }

    /** In Mbit/s; 0 where unknown, negative without carrier. */
    private static int speed(JsonFields port) {
        String text = port.filled("linkSpeed");
        if (text == null) {
            return 0;
        }
        Matcher matcher = SPEED.matcher(text);
        if (matcher.matches()) {
            return Integer.parseInt(matcher.group(1));
        }
        port.problem("linkSpeed", JsonFields.shown(text) + " is not a speed such as '400000 Mb/s'");
        return 0;
    }
}
