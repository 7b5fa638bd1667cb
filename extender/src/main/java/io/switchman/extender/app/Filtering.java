package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.extender.config.SchedulerFacts;
import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.Answers;
import io.switchman.extender.wire.FilterArgs;
import io.switchman.extender.wire.NameTable;
import io.switchman.extender.wire.Offered;
import io.switchman.topology.placement.Refusal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses among offered nodes and words the answer: the best ones, or every one with its reason. */
final class Filtering {
    /** What room made by evicting pods could cure. */
    private static final Set<Refusal.Code> CURABLE = EnumSet.of(
            Refusal.Code.GPUS_SHORT,
            Refusal.Code.VFS_SHORT,
            Refusal.Code.PORTS_SHORT,
            Refusal.Code.NOT_ALIGNED,
            Refusal.Code.NOT_CERTAIN,
            Refusal.Code.KUBELET_REJECTS);

    private final SchedulerFacts scheduler;
    private final Tally tally;

    Filtering(SchedulerFacts scheduler, Tally tally) {
        this.scheduler = scheduler;
        this.tally = tally;
    }

    /** What filter says: the answer, and the slot of the only node in it, or -1. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Choice(byte[] answer, boolean anyPasses, int onlySlot) {}

    /** Most nodes that an answer names. */
    int most(Offered offered) {
        return scheduler.bestNodes() == 0 ? Math.max(1, offered.size()) : scheduler.bestNodes();
    }

    /**
     * Words the answer.
     *
     * @param best the best of the offered nodes, see {@link JudgePool#best}
     * @param failing nodes that are kept from the pod, see {@link FailedAdmissions}
     */
    Choice choose(FilterArgs args, Asked.Devices asked, Board board, NameTable names, int[] best, Set<String> failing) {
        Offered offered = args.offered();
        int most = most(offered);
        boolean unknownPass = asked.policy().unknownNodes() == UnknownNodes.PASS;
        List<String> unknown = unknownPass
                ? offered.unknown().subList(0, Math.min(offered.unknown().size(), most - best.length))
                : List.of();
        if (best.length + unknown.size() > 0) {
            int only = best.length == 1 && unknown.isEmpty() ? best[0] : -1;
            return new Choice(Answers.pass(offered, names, best, unknown), true, only);
        }
        return new Choice(refuse(offered, board, names, failing), false, -1);
    }

    /** Every offered node with its reason: a node without one would be refused without a word. */
    private byte[] refuse(Offered offered, Board board, NameTable names, Set<String> failing) {
        Map<String, String> curable = new HashMap<>();
        Map<String, String> incurable = new HashMap<>();
        Map<Refusal.Code, Integer> counts = new EnumMap<>(Refusal.Code.class);
        boolean evictionHelps = scheduler.minorVersion() >= SchedulerFacts.PREEMPTION_ASKS_EXTENDERS;
        for (int slot : Arrays.copyOf(offered.slots(), offered.known())) {
            String name = names.directory().names().get(slot);
            boolean failed = board.rank(slot) >= 0 && failing.contains(name);
            Refusal.Code code = failed ? Refusal.Code.ADMISSION_FAILED : board.refusal(slot);
            counts.merge(code, 1, Integer::sum);
            Map<String, String> into = evictionHelps && CURABLE.contains(code) ? curable : incurable;
            into.put(name, code.text());
        }
        for (String name : offered.unknown()) {
            incurable.put(name, Refusal.Code.NO_DATA.text());
        }
        if (!offered.unknown().isEmpty()) {
            counts.merge(Refusal.Code.NO_DATA, offered.unknown().size(), Integer::sum);
        }
        counts.forEach(tally::refused);
        tally.limitHit(Limit.SEARCH_STATES, counts.getOrDefault(Refusal.Code.TOO_COMPLEX, 0));
        tally.limitHit(Limit.UNSETTLED_PER_NODE, counts.getOrDefault(Refusal.Code.NODE_UNSETTLED, 0));
        if (counts.containsKey(Refusal.Code.NOT_JUDGED)) {
            return Answers.error("there was no time to judge " + counts.get(Refusal.Code.NOT_JUDGED)
                    + " nodes, and no other fits (limits.judgingMillis)");
        }
        return Answers.refuse(offered, curable, incurable);
    }
}
