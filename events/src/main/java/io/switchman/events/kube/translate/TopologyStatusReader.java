package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.TopologyStatus;
import io.switchman.events.kube.facts.TopologyStatus.Steering;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The status of a NodeTopology. */
final class TopologyStatusReader {
    private static final int MAX_RESOURCES = 256;
    private static final int MAX_IDS = 4096;
    /** As {@link PortId} is written. */
    private static final Pattern PORT = Pattern.compile("([^/]{1,20})(?:/([1-9][0-9]?))?");

    private static final Map<String, Link> LINKS =
            new TreeMap<>(Map.of("up", Link.UP, "down", Link.DOWN, "unknown", Link.UNKNOWN));
    private static final Map<String, Steering> STEERING = new TreeMap<>(Map.of("on", Steering.ON, "off", Steering.OFF));

    private TopologyStatusReader() {}

    static TopologyStatus read(JsonFields status) {
        Steering steering = status.word("steering", STEERING);
        return new TopologyStatus(
                TopologyTranslator.sequence(status),
                links(status),
                inUse(status.child("inUse")),
                steering == null ? Steering.UNKNOWN : steering);
    }

    private static Map<PortId, Link> links(JsonFields status) {
        Map<PortId, Link> links = new LinkedHashMap<>();
        for (JsonFields port : status.each("ports", Machine.MAX_PORTS)) {
            String text = port.text("address", "");
            PortId id = port(text);
            Link link = port.word("link", LINKS);
            if (id == null) {
                port.problem(
                        "address", JsonFields.shown(text) + " is not a port such as 0000:3b:00.0 or 0000:3b:00.0/2");
            } else if (link != null && links.putIfAbsent(id, link) != null) {
                port.problem("address", id + " occurs twice");
            }
        }
        return links;
    }

    private static @Nullable PortId port(String text) {
        Matcher matcher = PORT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        PciAddress function = PciAddress.parse(matcher.group(1));
        int number = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        return function == null ? null : new PortId(function, number);
    }

    private static Map<ResourceName, List<String>> inUse(JsonFields inUse) {
        Map<ResourceName, List<String>> ids = new LinkedHashMap<>();
        for (String name : inUse.names()) {
            if (ids.size() == MAX_RESOURCES) {
                inUse.problem(name, "is beyond the first " + MAX_RESOURCES + " resources and does not count");
                break;
            }
            if (ResourceName.isValid(name)) {
                ids.put(new ResourceName(name), List.copyOf(inUse.texts(name, MAX_IDS)));
            } else {
                inUse.problem(name, "is not a resource name such as example.com/name");
            }
        }
        return ids;
    }
}
