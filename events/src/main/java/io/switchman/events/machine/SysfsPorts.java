package io.switchman.events.machine;

import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one NIC function. Source: kernel ABI, sysfs-class-net ({@code operstate}, {@code phys_port_name}) and
 * sysfs-class-infiniband ({@code ports/<n>/state}).
 */
final class SysfsPorts {
    private SysfsPorts() {}

    static List<PortFacts> of(PciAddress address, Path directory, @Nullable VfFacts vfs, List<String> notes) {
        String netdev = first(Attributes.names(directory.resolve("net"), name -> isOwn(directory, name)));
        String rdma = first(Attributes.names(directory.resolve("infiniband"), name -> true));
        List<Integer> numbers = rdma == null ? List.of() : numbers(directory, rdma);
        if (numbers.size() < 2) {
            return List.of(port(address, numbers.isEmpty() ? 1 : numbers.getFirst(), directory, netdev, rdma, vfs));
        }
        notes.add(address + " has " + numbers.size() + " ports on one function; its VFs are counted at the first");
        List<PortFacts> ports = new ArrayList<>();
        for (int number : numbers) {
            boolean first = number == numbers.getFirst();
            ports.add(port(address, number, directory, first ? netdev : null, rdma, first ? vfs : null));
        }
        return ports;
    }

    private static PortFacts port(
            PciAddress address,
            int number,
            Path directory,
            @Nullable String netdev,
            @Nullable String rdma,
            @Nullable VfFacts vfs) {
        return new PortFacts(new PortId(address, number), netdev, rdma, link(directory, netdev, rdma, number), vfs);
    }

    private static PortFacts.Link link(Path directory, @Nullable String netdev, @Nullable String rdma, int number) {
        if (netdev != null) {
            String state =
                    Attributes.text(directory.resolve("net").resolve(netdev).resolve("operstate"));
            if (state == null || state.equals("unknown")) {
                return PortFacts.Link.UNKNOWN;
            }
            return state.equals("up") ? PortFacts.Link.UP : PortFacts.Link.DOWN;
        }
        if (rdma == null) {
            return PortFacts.Link.UNKNOWN;
        }
        String state = Attributes.text(ports(directory, rdma).resolve(number + "/state"));
        if (state == null) {
            return PortFacts.Link.UNKNOWN;
        }
        return state.endsWith("ACTIVE") ? PortFacts.Link.UP : PortFacts.Link.DOWN;
    }

    /** In switchdev mode a function also lists the representors of its VFs, named like {@code pf0vf3}. */
    private static boolean isOwn(Path directory, String netdev) {
        String name = Attributes.text(directory.resolve("net").resolve(netdev).resolve("phys_port_name"));
        return name == null || !(name.contains("vf") || name.contains("sf"));
    }

    private static List<Integer> numbers(Path directory, String rdma) {
        return Attributes.names(ports(directory, rdma), name -> name.matches("[1-9][0-9]?")).stream()
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    private static Path ports(Path directory, String rdma) {
        return directory.resolve("infiniband").resolve(rdma).resolve("ports");
    }

    private static @Nullable String first(List<String> names) {
        return names.isEmpty() ? null : names.getFirst();
    }
}
