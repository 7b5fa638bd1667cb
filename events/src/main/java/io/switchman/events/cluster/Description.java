package io.switchman.events.cluster;

import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.PortId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a node is made of, by what was seen on it and what was declared of its type. */
final class Description {
    private Description() {}

    /**
     * The machine that counts.
     *
     * @param seen by the node's agent, or null
     * @param declared by a machine type, or null
     * @param doubts gets what is wrong
     */
    static @Nullable Machine of(@Nullable Machine seen, @Nullable Machine declared, Set<Doubt> doubts) {
        if (seen == null || declared == null || seen == declared) {
            return seen == null ? declared : seen;
        }
        if (!isOfSameDevices(seen, declared)) {
            doubts.add(Doubt.CONTRADICTION);
            return seen;
        }
        if (!hasSwitches(seen) && hasSwitches(declared)) {
            return declared;
        }
        if (!agree(seen, declared)) {
            doubts.add(Doubt.CONTRADICTION);
        }
        return seen;
    }

    private static boolean isOfSameDevices(Machine seen, Machine declared) {
        return gpus(seen).keySet().equals(gpus(declared).keySet())
                && ports(seen).keySet().equals(ports(declared).keySet());
    }

    private static boolean hasSwitches(Machine machine) {
        return machine.gpus().stream()
                .anyMatch(gpu -> machine.ports().stream()
                        .anyMatch(port -> level(gpu, port).compareTo(Locality.SAME_SWITCH_TREE) <= 0));
    }

    private static boolean agree(Machine seen, Machine declared) {
        Map<PciAddress, Gpu> gpus = gpus(declared);
        Map<PortId, Port> ports = ports(declared);
        return seen.gpus().stream()
                .allMatch(gpu -> seen.ports().stream()
                        .allMatch(port -> level(gpu, port) == level(at(gpus, gpu.address()), at(ports, port.id()))));
    }

    private static Locality level(Gpu gpu, Port port) {
        return gpu.device().location().to(port.device().location());
    }

    private static Map<PciAddress, Gpu> gpus(Machine machine) {
        return machine.gpus().stream().collect(Collectors.toMap(Gpu::address, Function.identity()));
    }

    private static Map<PortId, Port> ports(Machine machine) {
        return machine.ports().stream().collect(Collectors.toMap(Port::id, Function.identity()));
    }

    private static <K, V> V at(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " is in one description only");
        }
        return value;
    }
}
