package io.switchman.events.cluster;

import io.switchman.events.kube.facts.DeviceEvidence;
import io.switchman.events.kube.facts.DeviceIds;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodNeeds;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.VfSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which devices of a machine a pod has by its kubelet's word.
 *
 * @param gpus as bits by index into the machine's list
 * @param vfs VFs from each of the machine's sources
 */
public record Evidence(int gpus, List<Integer> vfs) {
    public Evidence {
        vfs = List.copyOf(vfs);
    }

    /** The VFs as the state counts them. */
    public int[] vfCounts() {
        return vfs.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Joins what a pod's status says with the machine it runs on.
     *
     * @return null unless every container that asks for devices has been told of, and every device is known: a sidecar is never
     *     told of in {@code allocatedResourcesStatus}, and GPUs are named by UUIDs, which only the node's agent knows
     */
    static @Nullable Evidence of(PodFacts pod, Machine machine, DeviceIds ids) {
        Map<String, Map<String, DeviceEvidence>> told = new HashMap<>();
        for (DeviceEvidence device : pod.evidence().devices()) {
            told.computeIfAbsent(device.container(), name -> new HashMap<>()).put(device.resource(), device);
        }
        Join join = new Join(machine, ids);
        List<PodNeeds.Container> containers = new ArrayList<>(pod.needs().init());
        containers.addAll(pod.needs().containers());
        for (PodNeeds.Container container : containers) {
            Map<String, DeviceEvidence> own = told.getOrDefault(container.name(), Map.of());
            for (Map.Entry<String, Integer> limit : container.demand().limits().entrySet()) {
                DeviceEvidence device = own.get(limit.getKey());
                boolean complete = limit.getValue() == 0
                        || device != null && device.ids().size() == limit.getValue() && join.add(device);
                if (!complete) {
                    return null;
                }
            }
        }
        return join.evidence();
    }

    /** Devices found so far. A device that an init container leaves to a later one is counted once. */
    private static final class Join {
        private final Machine machine;
        private final DeviceIds ids;
        private final Set<String> seen = new HashSet<>();
        private final Integer[] vfs;
        private int gpus;

        Join(Machine machine, DeviceIds ids) {
            this.machine = machine;
            this.ids = ids;
            this.vfs = new Integer[machine.sources().size()];
            Arrays.fill(vfs, 0);
        }

        /** Whether all of them are devices of the machine by that name. */
        boolean add(DeviceEvidence device) {
            for (String id : device.ids()) {
                if (seen.add(device.resource() + " " + id) && !add(device.resource(), id)) {
                    return false;
                }
            }
            return true;
        }

        private boolean add(String resource, String id) {
            PciAddress address = ids.gpus().getOrDefault(id, PciAddress.parse(id));
            if (address == null) {
                return false;
            }
            for (int gpu = 0; gpu < machine.gpus().size(); gpu++) {
                if (machine.gpus().get(gpu).address().equals(address)
                        && machine.gpus().get(gpu).resource().value().equals(resource)) {
                    gpus |= 1 << gpu;
                    return true;
                }
            }
            PortId port = ids.vfs().get(address);
            for (int source = 0; port != null && source < vfs.length; source++) {
                VfSource of = machine.sources().get(source);
                if (machine.ports().get(of.port()).id().equals(port)
                        && of.pool().resource().value().equals(resource)) {
                    vfs[source]++;
                    return true;
                }
            }
            return false;
        }

        Evidence evidence() {
            return new Evidence(gpus, List.of(vfs));
        }
    }
}
