package io.switchman.events.machine;

import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds every PCI function and the bridges over it. The text of the links in {@code bus/pci/devices} is the path, so it is
 * read and not followed: in a capture a link may lead nowhere, or into the machine that reads. Where a capture holds
 * directories in place of links, the tree of {@code devices/pci*} is walked instead.
 */
final class SysfsPlaces {
    private static final Pattern HOST_BRIDGE = Pattern.compile("pci([0-9a-f]{4,8}):([0-9a-f]{2})");
    private static final String DEVICES = "devices/";

    private final Path sys;
    private final Map<PciAddress, SysfsPlace> places = new TreeMap<>();

    private SysfsPlaces(Path sys) {
        this.sys = sys;
    }

    static Map<PciAddress, SysfsPlace> find(Path sys, Problems problems) {
        SysfsPlaces finder = new SysfsPlaces(sys);
        Path bus = sys.resolve("bus/pci/devices");
        // Names with a third colon, such as 0000:40:07.0:pcie001, are services of a port and no functions.
        List<String> names = Attributes.names(bus, name -> PciAddress.parse(name) != null);
        List<String> copied = new ArrayList<>();
        for (String name : names) {
            String text = Attributes.link(bus.resolve(name));
            if (text == null) {
                copied.add(name);
            } else {
                finder.follow(bus.resolve(name), text, problems);
            }
        }
        if (names.isEmpty() || !copied.isEmpty()) {
            for (String top : Attributes.names(sys.resolve("devices"), SysfsPlaces::isHostBridge)) {
                finder.walk(sys.resolve("devices").resolve(top), hostBridge(top), List.of());
            }
        }
        for (String name : copied) {
            PciAddress address = PciAddress.of(name);
            finder.places.putIfAbsent(address, new SysfsPlace(bus.resolve(name), null, List.of()));
        }
        return finder.places;
    }

    static boolean isHostBridge(String name) {
        return HOST_BRIDGE.matcher(name).matches();
    }

    /** Takes a path such as {@code ../../../devices/pci0000:15/0000:15:01.0/0000:16:00.0/} apart. */
    private void follow(Path link, String text, Problems problems) {
        HostBridge host = null;
        List<PciAddress> chain = new ArrayList<>();
        for (Path name : Path.of(text)) {
            String part = name.toString();
            if (isHostBridge(part)) {
                // Behind Intel VMD or a paravirtual bus a second hierarchy begins inside the first; it counts alone.
                host = hostBridge(part);
                chain.clear();
            } else {
                PciAddress address = PciAddress.parse(part);
                if (address != null && host != null) {
                    chain.add(address);
                }
            }
        }
        PciAddress own = PciAddress.of(String.valueOf(link.getFileName()));
        if (chain.isEmpty() || !chain.getLast().equals(own)) {
            problems.add(
                    link.toString(), "leads to '" + text + "', which is no path from a host bridge to this function");
            return;
        }
        int devices = text.indexOf(DEVICES);
        if (devices < 0) {
            problems.add(link.toString(), "leads to '" + text + "', which is not below devices");
            return;
        }
        Path below = Path.of(text.substring(devices + DEVICES.length()));
        if (below.isAbsolute() || climbs(below)) {
            problems.add(link.toString(), "leads to '" + text + "', which may leave devices: allowed is a plain path");
            return;
        }
        Path directory = sys.resolve(DEVICES).resolve(below);
        places.put(own, new SysfsPlace(directory, host, chain.subList(0, chain.size() - 1)));
    }

    /** The kernel writes no such path; one in a capture would have us read what lies outside it. */
    private static boolean climbs(Path path) {
        for (Path name : path) {
            if (name.toString().equals("..")) {
                return true;
            }
        }
        return false;
    }

    private void walk(Path directory, @Nullable HostBridge host, List<PciAddress> above) {
        if (above.size() >= Limits.DEPTH || places.size() > Limits.PCI_FUNCTIONS) {
            return;
        }
        for (String name : Attributes.names(directory, n -> isHostBridge(n) || PciAddress.parse(n) != null)) {
            Path child = directory.resolve(name);
            PciAddress address = PciAddress.parse(name);
            if (Attributes.link(child) != null) {
                continue;
            }
            if (address == null) {
                walk(child, hostBridge(name), List.of());
                continue;
            }
            places.putIfAbsent(address, new SysfsPlace(child, host, above));
            List<PciAddress> path = new ArrayList<>(above);
            path.add(address);
            walk(child, host, path);
        }
    }

    private static @Nullable HostBridge hostBridge(String name) {
        Matcher matcher = HOST_BRIDGE.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        PciAddress root = PciAddress.parse(
                Objects.requireNonNull(matcher.group(1)) + ":" + Objects.requireNonNull(matcher.group(2)) + ":00.0");
        return root == null ? null : HostBridge.above(root);
    }
}
