package io.switchman.extender.app;

import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.PodDemand;
import io.switchman.topology.model.Machine;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeView;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What judging costs, told beforehand and rather too high: what is quick the event loop may do itself, in two milliseconds
 * or so. Whoever does looks at the clock all the same, between nodes.
 */
final class Effort {
    /** So many first looks fit into the event loop's budget. */
    private static final int GLANCES = 64;

    /**
     * Most work of first looks, as the sum of the nodes' squared states: a search joins its parts pair by pair. It is that
     * of 64 nodes for 8 GPUs and 8 VFs of a pool; names of a single port cost nothing.
     */
    private static final long GLANCE_WORK = GLANCES * 81L * 81L;

    /** So many close looks fit into the budget, some twenty microseconds each. */
    private static final int CLOSE_LOOKS = 32;

    /** With more GPUs the plugin's choices are not counted by the first of its list but order by order. */
    private static final int GPUS = 8;

    /** A draw from a pool is counted by VFs drawn, here and there, so its cost is the square of their number. */
    private static final int POOLED_VFS = 16;

    private Effort() {}

    /** Whether first looks at all these nodes are quick together. */
    static boolean areGlancesQuick(ClusterState state, int[] slots, Request request) {
        if (slots.length > GLANCES) {
            return false;
        }
        long work = 0;
        for (int slot : slots) {
            work += glanceWork(state.view(slot), request);
            if (work > GLANCE_WORK) {
                return false;
            }
        }
        return true;
    }

    /** Whether close looks at all these nodes, at which first looks were taken, are quick together. */
    static boolean areQuick(ClusterState state, int[] slots, Request request) {
        return slots.length <= CLOSE_LOOKS
                && isOneDrawEach(request)
                && Arrays.stream(slots).allMatch(slot -> areDrawsQuick(machine(state.view(slot)), request));
    }

    /** Whether a first look at one node is quick. */
    static boolean isGlanceQuick(NodeView view, Request request) {
        return glanceWork(view, request) <= GLANCE_WORK;
    }

    /** Whether judging one node is quick, whatever is remembered. */
    static boolean isQuick(NodeView view, Request request) {
        return isGlanceQuick(view, request) && isOneDrawEach(request) && areDrawsQuick(machine(view), request);
    }

    private static long glanceWork(NodeView view, Request request) {
        Machine machine = machine(view);
        long states = machine == null ? 0 : Placer.states(machine, request);
        return states * states;
    }

    /** Whether no container draws what another one did: else all that may happen is walked. CPUs are drawn, too. */
    private static boolean isOneDrawEach(Request request) {
        PodDemand pod = request.pod();
        boolean early = pod.init().stream().anyMatch(container -> !container.sidecar() && container.cpus() > 0);
        return request.isDrawnOnce() && !early && withCpus(pod.init()) + withCpus(pod.containers()) <= 1;
    }

    private static long withCpus(List<ContainerDemand> containers) {
        return containers.stream().filter(container -> container.cpus() > 0).count();
    }

    /** Whether few ways are counted: a second name with a choice of ports multiplies those of the first. */
    private static boolean areDrawsQuick(@Nullable Machine machine, Request request) {
        if (machine == null) {
            return true;
        }
        int choices = 0;
        for (VfDemand vf : request.vfs()) {
            boolean choice = machine.sourcesNamed(vf.resource()).size() > 1;
            choices += choice ? 1 : 0;
            if (choice && vf.count() > POOLED_VFS) {
                return false;
            }
        }
        return choices <= 1 && machine.gpus().size() <= GPUS;
    }

    private static @Nullable Machine machine(NodeView view) {
        return switch (view) {
            case NodeView.Known known -> known.node().machine();
            case NodeView.Stale stale -> stale.node().machine();
            case NodeView.Unknown _ -> null;
        };
    }
}
