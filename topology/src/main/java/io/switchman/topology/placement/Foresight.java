package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.Goal;
import io.switchman.topology.kubelet.KubeletNode;
import io.switchman.topology.kubelet.Remedies;
import io.switchman.topology.kubelet.Remedy;
import io.switchman.topology.kubelet.StockKubelet;
import io.switchman.topology.model.Locality;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a node's kubelet will make of a request: whether it admits the pod, and how sure it gives devices that are aligned as
 * the pod asks. It may hold what is known of some machines; any thread may use it.
 */
public final class Foresight {
    private final KubeletViews views = new KubeletViews();

    /** Foresight that knows no machine yet. */
    public Foresight() {}

    /**
     * The forecast; its sets are of the machine's GPUs.
     *
     * @param plan the best that can be given: with a worse locality than asked for no draw is aligned, and no draw need
     *     use more ports than it does
     */
    public Forecast of(NodeShape shape, Request request, Plan plan) {
        KubeletViews.View view = views.of(shape.machine(), request);
        List<KubeletNode> nodes = view.nodes(shape, request, plan);
        if (nodes.isEmpty()) {
            return Forecast.UNKNOWN;
        }
        Goal goal = goal(view, shape, request, plan);
        List<Forecast> each = new ArrayList<>();
        for (KubeletNode node : nodes) {
            Forecast forecast = Forecast.of(node, request.pod(), goal);
            if (forecast.equals(Forecast.UNKNOWN)) {
                return forecast; // whatever the others are
            }
            each.add(forecast);
        }
        return view.onMachine(each.size() == 1 ? each.getFirst() : Forecast.whichever(each));
    }

    /** The cheapest change that makes it certain, or null if none is known, none is needed, or it is a long search. */
    public @Nullable Remedy remedy(NodeShape shape, Request request, Plan plan) {
        KubeletViews.View view = views.of(shape.machine(), request);
        List<KubeletNode> nodes = view.nodes(shape, request, plan);
        return nodes.isEmpty() || !request.isDrawnOnce()
                ? null
                : view.onMachine(Remedies.cheapest(nodes, request.pod(), goal(view, shape, request, plan)));
    }

    /**
     * Plays the node's kubelet, which must be known.
     *
     * @param plan what a node that follows plans is told; null where there is none
     * @param dice what chance decides by
     * @return the devices that the pod gets, or null where the kubelet refuses it
     */
    public @Nullable Drawn draw(NodeShape shape, Request request, @Nullable Plan plan, RandomGenerator dice) {
        KubeletViews.View view = views.of(shape.machine(), request);
        List<KubeletNode> nodes = view.nodes(shape, request, plan);
        if (nodes.size() != 1) {
            throw new IllegalArgumentException(shape.kubelet() + " may be " + nodes.size() + " kubelets, want one");
        }
        StockKubelet.Devices devices = StockKubelet.admit(nodes.getFirst(), request.pod(), dice);
        if (devices == null) {
            return null;
        }
        int[] vfs = new int[shape.machine().sources().size()];
        for (int i = 0; i < view.sources().size(); i++) {
            vfs[view.sources().get(i)] = devices.vfs()[i];
        }
        return new Drawn((int) view.onMachine(devices.gpus()), vfs);
    }

    /**
     * Devices that a pod got.
     *
     * @param gpus GPUs as bits by index into the machine's list
     * @param vfs VFs from each of the machine's sources
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Drawn(int gpus, int[] vfs) {}

    private static Goal goal(KubeletViews.View view, NodeShape shape, Request request, Plan plan) {
        Policy policy = request.policy();
        boolean ignored = policy.mode() == Policy.Mode.IGNORE;
        boolean anyPort =
                ignored || policy.distinctPorts() == Policy.DistinctPorts.IGNORE || view.isEachNameOnOnePort();
        Locality within = ignored ? Locality.UNKNOWN : policy.locality();
        return view.goal(within, shape, anyPort ? 0 : plan.distinctPorts());
    }
}
