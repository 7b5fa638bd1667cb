package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.BindArgs;
import io.switchman.extender.wire.Offered;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.NodeRank;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.NodeView;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What we would have decided, while we only observe, beside what the scheduler decided. What we say of a node is its locality and
 * certainty, such as {@code SAME_SWITCH/CERTAIN}, or the code of the refusal.
 *
 * <p>Used on the writer's thread; judging may leave it, and any thread may ask for the last ones.
 */
final class Observing {
    private static final Logger LOG = LoggerFactory.getLogger(Observing.class);
    private static final String NOT_JUDGED = Refusal.Code.NOT_JUDGED.name();

    private final StateKeeper keeper;
    private final NodeJudge judge;
    private final JudgePool pool;
    private final Choosing choosing;
    private final SeenPods seen;
    private final int capacity;
    private final Tally tally;

    /** By UID, the one judged longest ago first. */
    private final Map<String, Would> judged = new LinkedHashMap<>();

    /** The newest first. */
    private final ConcurrentLinkedDeque<ObservedPod> observed = new ConcurrentLinkedDeque<>();

    private int count;

    /**
     * Nothing is observed yet.
     *
     * @param capacity most pods that are judged and not bound, and most that are bound, 1 or more
     */
    Observing(
            StateKeeper keeper,
            NodeJudge judge,
            JudgePool pool,
            Choosing choosing,
            SeenPods seen,
            int capacity,
            Tally tally) {
        this.keeper = keeper;
        this.judge = judge;
        this.pool = pool;
        this.choosing = choosing;
        this.seen = seen;
        this.capacity = capacity;
        this.tally = tally;
    }

    /** What would have become of a pod. */
    private record Would(
            @Nullable String node,
            String verdict,
            long rank,
            @Nullable Request request) {
        static final Would UNKNOWN = new Would(null, NOT_JUDGED, 0, null);
    }

    /** A pod would have been refused for what it says itself. */
    void wrong(PodFacts pod) {
        remember(pod, new Would(null, "WRONG", 0, null));
    }

    /**
     * Remembers what filter and prioritize would have decided.
     *
     * @param offered nodes that are not kept from the pod
     * @param judged what they were judged in
     */
    Future<Void> judged(
            PodFacts pod, Request request, Offered offered, JudgePool.Ranking ranking, StateKeeper.Snapshot judged) {
        if (ranking.best().length == 0) {
            refused(pod, request, offered, ranking.board());
            return Future.succeededFuture();
        }
        List<String> names = judged.names().directory().names();
        return choosing.choose(pod, request, ranking, judged).compose(slot -> chosen(pod, request, names.get(slot)));
    }

    private void refused(PodFacts pod, Request request, Offered offered, Board board) {
        Map<Refusal.Code, Integer> counts = new EnumMap<>(Refusal.Code.class);
        for (int i = 0; i < offered.known(); i++) {
            counts.merge(board.refusal(offered.slots()[i]), 1, Integer::sum);
        }
        String most = counts.isEmpty()
                ? Refusal.Code.ADMISSION_FAILED.name()
                : Collections.max(counts.entrySet(), Map.Entry.comparingByValue())
                        .getKey()
                        .name();
        remember(pod, new Would(null, counts.containsKey(Refusal.Code.NOT_JUDGED) ? NOT_JUDGED : most, 0, request));
    }

    private Future<Void> chosen(PodFacts pod, Request request, String node) {
        return standing(keeper.state().view(node), request).map(standing -> {
            remember(pod, new Would(node, words(standing), standing.rank(), request));
            return null;
        });
    }

    private void remember(PodFacts pod, Would would) {
        if (pod.uid().isEmpty()) {
            return;
        }
        judged.remove(pod.uid());
        judged.put(pod.uid(), would);
        if (judged.size() > capacity) {
            judged.remove(judged.keySet().iterator().next());
            tally.limitHit(Limit.OBSERVED, 1);
        }
    }

    /** Binds a pod where the scheduler says, and records what we would have done. */
    Future<Binding.Result> bind(BindArgs args, Binding binding) {
        SeenPods.Seen known = seen.get(args.podUid());
        boolean isOurs = known == null || !(known.asked() instanceof Asked.Nothing);
        NodeView before = keeper.state().view(args.node());
        return binding.bindPlainly(args).onSuccess(result -> {
            if (isOurs && result instanceof Binding.Result.Bound) {
                bound(args, before);
            }
        });
    }

    private void bound(BindArgs args, @Nullable NodeView before) {
        Would known = judged.remove(args.podUid());
        Would would = known == null ? Would.UNKNOWN : known;
        if (would.request() == null) {
            record(args, would, null);
        } else {
            standing(before, would.request()).onComplete(there -> record(args, would, there.result()));
        }
    }

    private void record(BindArgs args, Would would, @Nullable Standing there) {
        ObservedPod pod = new ObservedPod(
                args.podNamespace() + "/" + args.podName(),
                args.podUid(),
                args.node(),
                there == null ? NOT_JUDGED : words(there),
                would.node(),
                would.verdict(),
                agreement(args.node(), would, there));
        observed.addFirst(pod);
        if (++count > capacity) {
            observed.removeLast();
            count--;
        }
        tally.observed(pod.agreement());
        LOG.info(
                "observed pod={} chosen={} there={} would={} verdict={} agreement={}",
                pod.pod(),
                pod.chosen(),
                pod.there(),
                pod.would() == null ? "none" : pod.would(),
                pod.verdict(),
                pod.agreement().word());
    }

    private static ObservedPod.Agreement agreement(String chosen, Would would, @Nullable Standing there) {
        if (would.node() == null) {
            return would.verdict().equals(NOT_JUDGED) ? ObservedPod.Agreement.UNKNOWN : ObservedPod.Agreement.REFUSED;
        }
        if (would.node().equals(chosen)) {
            return ObservedPod.Agreement.SAME;
        }
        if (there == null) {
            return ObservedPod.Agreement.UNKNOWN;
        }
        if (there.verdict() instanceof Verdict.Refused) {
            return ObservedPod.Agreement.REFUSED_THERE;
        }
        return NodeRank.lead(there.rank()) >= NodeRank.lead(would.rank())
                ? ObservedPod.Agreement.AS_GOOD
                : ObservedPod.Agreement.WORSE;
    }

    /** The last pods that were bound, the newest first. */
    List<ObservedPod> last() {
        return new ArrayList<>(observed);
    }

    private Future<Standing> standing(@Nullable NodeView view, Request request) {
        return view == null
                ? Future.succeededFuture(Standing.refused(new Refusal.NoData()))
                : pool.one(view, request, () -> judge.judge(view, request));
    }

    private static String words(Standing standing) {
        return switch (standing.verdict()) {
            case Verdict.Refused(Refusal refusal) -> refusal.code().name();
            case Verdict.Fits fits ->
                (fits.plan().level() == null ? "NO_CLAIM" : fits.plan().level().name())
                        + "/"
                        + (fits.forecast() == null
                                ? "UNKNOWN"
                                : fits.forecast().kind().name());
        };
    }
}
