package io.switchman.extender.app;

import io.switchman.extender.app.NodeEvictions.Evictions;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Refines the scheduler's choice of pods to evict, node by node, the least harmful candidate first: what there is no time for
 * are the worst ones. How it is done on one node is in {@link NodeEvictions}.
 */
final class Preemption {
    private final NodeJudge judge;
    private final LongSupplier clockNanos;
    private final int mostSets;

    /**
     * Preemption.
     *
     * @param mostSets most sets of victims looked at for one node, 1 or more
     */
    Preemption(NodeJudge judge, LongSupplier clockNanos, int mostSets) {
        this.judge = judge;
        this.clockNanos = clockNanos;
        this.mostSets = mostSets;
    }

    /**
     * The candidates that can become feasible, each with its victims.
     *
     * @param rooms what the pod would get there, where that is known
     * @param missed candidates left out because the time was up
     * @param cut candidates for which not all sets of victims were looked at
     * @param isBehind whether the scheduler takes devices for free, on some candidate, that we do not
     */
    record Refined(
            Map<String, PreemptArgs.Victims> victims,
            Map<String, Nominations.Room> rooms,
            int missed,
            int cut,
            boolean isBehind) {}

    /** Refines on one state, until a deadline. Any thread may call this. */
    Refined refine(PreemptArgs args, Request request, ClusterState state, Protection protection, long deadline) {
        Map<String, PreemptArgs.Victims> refined = new LinkedHashMap<>();
        Map<String, Nominations.Room> rooms = new LinkedHashMap<>();
        int missed = 0;
        int cut = 0;
        boolean behind = false;
        NodeEvictions onNode = new NodeEvictions(
                judge, args.pod(), request, protection, mostSets, () -> clockNanos.getAsLong() - deadline >= 0);
        for (Map.Entry<String, PreemptArgs.Victims> candidate : leastHarmfulFirst(args, protection)) {
            Evictions evictions = null;
            boolean over = clockNanos.getAsLong() - deadline >= 0;
            if (!over && state.view(candidate.getKey()) instanceof NodeView.Known(Node node)) {
                evictions = onNode.of(node, candidate.getValue());
                over = evictions == null && clockNanos.getAsLong() - deadline >= 0;
                cut += evictions != null && evictions.isCut() ? 1 : 0;
                behind |= onNode.isBehind(node, candidate.getValue());
            }
            if (evictions != null) {
                refined.put(candidate.getKey(), evictions.victims());
                put(rooms, candidate.getKey(), evictions.room());
            }
            missed += over ? 1 : 0;
        }
        return new Refined(refined, rooms, missed, cut, behind);
    }

    private static void put(Map<String, Nominations.Room> rooms, String node, Nominations.@Nullable Room room) {
        if (room != null) {
            rooms.put(node, room);
        }
    }

    private static List<Map.Entry<String, PreemptArgs.Victims>> leastHarmfulFirst(
            PreemptArgs args, Protection protection) {
        Comparator<PreemptArgs.Victims> harm = Comparator.comparingLong(PreemptArgs.Victims::pdbViolations)
                .thenComparingInt(victims -> highest(victims, protection))
                .thenComparingInt(victims -> victims.uids().size());
        return args.victims().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(harm))
                .toList();
    }

    private static int highest(PreemptArgs.Victims victims, Protection protection) {
        return victims.uids().stream()
                .map(uid -> protection.pods().get(new PodId(uid)))
                .mapToInt(told -> told == null ? Integer.MIN_VALUE : told.priority())
                .max()
                .orElse(Integer.MIN_VALUE);
    }
}
