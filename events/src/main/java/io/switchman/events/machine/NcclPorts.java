package io.switchman.events.machine;

import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ports of one NIC element. NCCL merges the functions of a card into one element ({@code ncclIbDevs} in
 * src/transport/net_ib) and tells their {@code <net>} children apart by {@code port}, from 1; sockets have port 0 or none.
 */
final class NcclPorts {
    private NcclPorts() {}

    static List<PortFacts> of(PciAddress function, List<XmlElement> nics) {
        Map<Integer, XmlElement> byNumber = new TreeMap<>();
        for (XmlElement nic : nics) {
            for (XmlElement net : nic.all("net")) {
                byNumber.putIfAbsent(number(net), net);
            }
        }
        List<PortFacts> ports = new ArrayList<>();
        byNumber.forEach((number, net) -> {
            String name = net.attribute("name");
            boolean socket = "0".equals(net.attribute("port"));
            ports.add(new PortFacts(
                    new PortId(function, number),
                    socket ? name : null,
                    socket ? null : name,
                    PortFacts.Link.UNKNOWN,
                    null));
        });
        if (ports.isEmpty()) {
            ports.add(new PortFacts(new PortId(function), null, null, PortFacts.Link.UNKNOWN, null));
        }
        return ports;
    }

    private static int number(XmlElement net) {
        String text = net.attribute("port");
        Integer number = text == null ? null : NcclSystem.decimal(text);
        return number == null ? 1 : Math.max(1, number);
    }
}
