package io.switchman.events.plan;

import io.switchman.topology.model.PciAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The devices a pod was bound for, as its annotation {@link #ANNOTATION} tells it to the node's agent, to us after a
 * restart, and to people. Addresses, not indices: they mean the same to everybody, and do not move when a device is added.
 *
 * @param id which plan: 1 to 32 small letters, digits or dashes; also part of the ids of events about it
 * @param node the node it was made for
 * @param generation of the state of that node it was made from, 0 to {@link #MAX_GENERATION}
 * @param promise what was said of it
 * @param gpus ascending
 * @param vfs by resource, then port; one entry for each pair
 * @param extent what the pod may get instead
 */
public record PlacedPlan(
        String id,
        String node,
        long generation,
        Promise promise,
        List<PciAddress> gpus,
        List<PlannedVfs> vfs,
        PlanExtent extent) {
    /** The key of the annotation. */
    public static final String ANNOTATION = "switchman.io/plan";

    /** Eighteen digits, so that it can be told from its text alone that a number fits. */
    public static final long MAX_GENERATION = 999_999_999_999_999_999L;

    private static final Pattern ID = Pattern.compile("[-a-z0-9]{1,32}");
    private static final Pattern NODE = Pattern.compile("[a-z0-9][-.a-z0-9]{0,252}");

    public PlacedPlan {
        require(isId(id), "plan id", id);
        require(isNode(node), "node", node);
        require(generation >= 0 && generation <= MAX_GENERATION, "generation", generation);
        gpus = gpus.stream().sorted().toList();
        vfs = vfs.stream().sorted(PlannedVfs.ORDER).toList();
        Set<Object> seen = new HashSet<>();
        gpus.forEach(gpu -> require(seen.add(gpu), "GPU that occurs twice", gpu));
        vfs.forEach(vf -> require(seen.add(List.of(vf.resource(), vf.port())), "pool that occurs twice", vf));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static boolean isNode(String text) {
        return NODE.matcher(text).matches();
    }

    /** The same devices, said less exactly. */
    PlacedPlan with(PlanExtent other) {
        return new PlacedPlan(id, node, generation, promise, gpus, vfs, other);
    }

    private static void require(boolean condition, String what, Object value) {
        if (!condition) {
            throw new IllegalArgumentException("not allowed in a plan: " + what + " '" + value + "'");
        }
    }
}
