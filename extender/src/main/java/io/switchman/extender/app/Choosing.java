package io.switchman.extender.app;

import io.switchman.extender.app.Finalists.Finalist;
import io.switchman.extender.prefer.KnownTraits;
import io.switchman.extender.prefer.Liking;
import io.switchman.extender.request.RailNumbers;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Chooses the node for one pod, see {@link Finalists}. A pod without wishes and without job is given the first by rank, and
 * nothing more is looked at. Used on the writer's thread; judging may leave it.
 */
final class Choosing {
    private final JudgePool pool;
    private final NodeJudge judge;
    private final KnownTraits traits;
    private final JobRails rails;
    private final RailNumbers numbers;
    private final LongSupplier clockNanos;

    Choosing(
            JudgePool pool,
            NodeJudge judge,
            KnownTraits traits,
            JobRails rails,
            RailNumbers numbers,
            LongSupplier clockNanos) {
        this.pool = pool;
        this.judge = judge;
        this.traits = traits;
        this.rails = rails;
        this.numbers = numbers;
        this.clockNanos = clockNanos;
    }

    /**
     * How many nodes must be ranked for a choice among them.
     *
     * @param most most nodes to choose among; as many as filter lets pass
     */
    int width(PodFacts pod, Request request, int most) {
        return jobOf(pod, request) == 0 && !likes(pod) ? 1 : most;
    }

    /** The slot of the node to go to, or -1 if none fits. */
    Future<Integer> choose(PodFacts pod, Request request, JudgePool.Ranking ranking, StateKeeper.Snapshot snapshot) {
        long job = jobOf(pod, request);
        int[] best = ranking.best();
        long[] ranks = Arrays.stream(best).mapToLong(ranking.board()::rank).toArray();
        int tied = Finalists.tied(ranks);
        if (tied <= 1) {
            return Future.succeededFuture(tied == 0 ? -1 : best[0]);
        }
        int[] slots = Arrays.copyOf(best, tied);
        return railsOn(job == 0 ? new int[0] : slots, request, snapshot.state())
                .map(on -> Finalists.best(finalists(pod, snapshot, slots, ranks, job, on)));
    }

    /** The rails of the pod's job, or 0. */
    private long jobOf(PodFacts pod, Request request) {
        return pod.uid().isEmpty() || request.vfs().isEmpty() ? 0 : rails.around(new PodId(pod.uid()));
    }

    private boolean likes(PodFacts pod) {
        return !pod.preferences().terms().isEmpty() || traits.anyDiscourages();
    }

    private List<Finalist> finalists(
            PodFacts pod, StateKeeper.Snapshot snapshot, int[] slots, long[] ranks, long job, long[] on) {
        Liking liking = new Liking(pod.preferences());
        List<Finalist> finalists = new ArrayList<>(slots.length);
        for (int i = 0; i < slots.length; i++) {
            String name = snapshot.names().directory().names().get(slots[i]);
            RailsAgreement agreement = job == 0 ? RailsAgreement.UNKNOWN : RailsAgreement.of(job, on[i]);
            finalists.add(new Finalist(slots[i], ranks[i], agreement, liking.of(name, traits.of(name))));
        }
        return finalists;
    }

    /** The rails that the pod would be on with certainty, slot by slot, or 0. What there is no time for is not certain. */
    private Future<long[]> railsOn(int[] slots, Request request, ClusterState state) {
        return Effort.areGlancesQuick(state, slots, request)
                ? Future.succeededFuture(railsOn(slots, request, state, Long.MAX_VALUE))
                : pool.onWorker(deadline -> railsOn(slots, request, state, deadline - clockNanos.getAsLong()));
    }

    private long[] railsOn(int[] slots, Request request, ClusterState state, long nanos) {
        long start = clockNanos.getAsLong();
        long[] on = new long[slots.length];
        for (int i = 0; i < slots.length && clockNanos.getAsLong() - start < nanos; i++) {
            on[i] = railsOn(state.view(slots[i]), request);
        }
        return on;
    }

    private long railsOn(NodeView view, Request request) {
        Node node = switch (view) {
            case NodeView.Known(Node known) -> known;
            case NodeView.Stale(Node old, long _) -> old;
            case NodeView.Unknown _ -> null;
        };
        return node != null
                        && Claims.areVfsForced(node, request)
                        && judge.glance(view, request).verdict() instanceof Verdict.Fits fits
                ? numbers.of(node.machine(), Claims.vfs(fits.plan()))
                : 0;
    }
}
