package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a pod asks for, container by container, in the order of the kubelet. */
public record PodDemand(List<ContainerDemand> init, List<ContainerDemand> containers) {
    /**
     * One container in its place.
     *
     * @param ends whether it ends before the others start, so that they may reuse its devices
     */
    record Turn(ContainerDemand container, boolean ends) {}

    public PodDemand {
        init = List.copyOf(init);
        containers = List.copyOf(containers);
    }

    /** A pod of one container. */
    public static PodDemand of(Map<String, Integer> limits) {
        return new PodDemand(List.of(), List.of(ContainerDemand.of(limits)));
    }

    /** All names in the limits of its containers, those of zero too, in order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        turns().forEach(turn -> names.addAll(turn.container().limits().keySet()));
        return names;
    }

    /** Whether each resource is drawn once, whatever they are: then a forecast takes microseconds, else up to many milliseconds. */
    public boolean isDrawnOnce() {
        Set<String> drawn = new HashSet<>();
        boolean once = true;
        for (Turn turn : turns()) {
            for (Map.Entry<String, Integer> limit : turn.container().limits().entrySet()) {
                once &= limit.getValue() == 0 || drawn.add(limit.getKey()) && !turn.ends();
            }
        }
        return once;
    }

    /** The containers one after another, as the kubelet admits them. */
    List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        init.forEach(container -> turns.add(new Turn(container, !container.sidecar())));
        containers.forEach(container -> turns.add(new Turn(container, false)));
        return turns;
    }

    /**
     * What the whole pod needs of each device resource at once: its containers and sidecars together, or an init container
     * with the sidecars that started before it, whichever is more ({@code resource.PodLimits}). Zeros are there, too.
     */
    public Map<String, Integer> limits() {
        Map<String, Integer> running = new HashMap<>();
        Map<String, Integer> most = new HashMap<>();
        for (ContainerDemand container : init) {
            Map<String, Integer> now = new HashMap<>(running);
            container.limits().forEach((name, count) -> now.merge(name, count, PodDemand::sum));
            if (container.sidecar()) {
                running = now;
            }
            now.forEach((name, count) -> most.merge(name, count, Math::max));
        }
        for (ContainerDemand container : containers) {
            for (Map.Entry<String, Integer> limit : container.limits().entrySet()) {
                running.merge(limit.getKey(), limit.getValue(), PodDemand::sum);
            }
        }
        running.forEach((name, count) -> most.merge(name, count, Math::max));
        return most;
    }

    private static int sum(int a, int b) {
        return (int) Math.min((long) a + b, Integer.MAX_VALUE);
    }

    /** What the whole pod needs of CPUs of its own at once ({@code podGuaranteedCPUs}). */
    int cpus() {
        int sidecars = 0;
        int most = 0;
        for (ContainerDemand container : init) {
            most = Math.max(most, sidecars + container.cpus());
            sidecars += container.sidecar() ? container.cpus() : 0;
        }
        return Math.max(
                most,
                sidecars + containers.stream().mapToInt(ContainerDemand::cpus).sum());
    }
}
