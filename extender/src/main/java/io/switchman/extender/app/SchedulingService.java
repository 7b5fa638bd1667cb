package io.switchman.extender.app;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.RailNumbers;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.Answers;
import io.switchman.extender.wire.BindArgs;
import io.switchman.extender.wire.FilterArgs;
import io.switchman.extender.wire.NameTable;
import io.switchman.extender.wire.Offered;
import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The four verbs. Runs on the writer's thread; only judging many nodes, and refining victims, leave it.
 *
 * <p>Filter judges; a hold is taken when it is known where the pod will go: at prioritize, whose single ten decides, or at
 * filter if one node is left, because then prioritize is not called.
 */
public final class SchedulingService {
    private static final String NOT_CAUGHT_UP = "nobody called for a while, so another replica may have bound pods, and"
            + " a list of all pods that tells was not there in time; try again";

    private final ExtenderConfig config;
    private final StateKeeper keeper;
    private final Requests requests;
    private final Tally tally;
    private final JudgePool pool;
    private final Boards boards;
    private final JudgingAhead ahead;
    private final SeenPods seen;
    private final Filtering filtering;
    private final Choosing choosing;
    private final NetworksGuard networks;
    private final Holding holding;
    private final Binding binding;
    private final Preempting preempting;
    private final Rankings rankings;
    private final Nominations nominations;
    private final WatchedPods watched;
    private final FailedAdmissions failed;
    private final Takeover takeover;
    private final Observing observing;
    private final Vertx vertx;
    private final @Nullable Kicker kicker;

    /**
     * The verbs over a keeper's state.
     *
     * @param judge who judges nodes, from several threads
     * @param side the cluster
     * @param workers threads for judging many nodes at once, 1 or more
     */
    public SchedulingService(
            Vertx vertx,
            ExtenderConfig config,
            StateKeeper keeper,
            Requests requests,
            NodeJudge judge,
            Tally tally,
            ClusterSide side,
            int workers) {
        this.vertx = vertx;
        this.config = config;
        this.keeper = keeper;
        this.requests = requests;
        this.tally = tally;
        long budget = TimeUnit.MILLISECONDS.toNanos(config.limits().judgingMillis());
        this.pool = new JudgePool(vertx, judge, workers, budget, keeper::nowNanos, tally);
        this.boards = new Boards(config.limits().shapes(), tally);
        this.seen = new SeenPods();
        this.ahead = new JudgingAhead(vertx, keeper, boards, pool);
        this.failed = new FailedAdmissions(keeper, config.limits().failedAdmissions(), tally);
        this.filtering = new Filtering(config.scheduler(), tally);
        this.watched = side.pods();
        long holdNanos = TimeUnit.MILLISECONDS.toNanos(config.hold().deadlineMillis());
        RailNumbers numbers = new RailNumbers(config.resources());
        PodJobs jobs = new PodJobs(seen, side.pods());
        JobRails rails = new JobRails(numbers, keeper, jobs::of, tally, JobRails.CAPACITY);
        keeper.addListener(rails::effect);
        this.choosing = new Choosing(pool, judge, side.traits(), rails, numbers, keeper::nowNanos);
        this.observing = new Observing(
                keeper, judge, pool, choosing, seen, config.limits().observed(), tally);
        this.networks = new NetworksGuard(config, side.networks(), requests, tally, keeper::nowNanos);
        Gangs gangs = new Gangs(keeper, watched, holdNanos, config.limits().gangs(), tally);
        this.nominations =
                new Nominations(keeper, watched, holdNanos, config.limits().nominations(), tally);
        HoldTerms terms = new HoldTerms(keeper, gangs, nominations, holdNanos);
        OwnView own = new OwnView(keeper, gangs);
        this.rankings = new Rankings(keeper, judge, pool, boards, gangs, own, watched);
        this.holding = new Holding(keeper, judge, pool, seen, failed, terms, rails, own);
        this.binding = new Binding(keeper, judge, pool, seen, failed, side);
        this.preempting = new Preempting(
                vertx,
                keeper,
                pool,
                judge,
                watched,
                nominations,
                failed,
                config.limits().victimSets(),
                tally);
        // The binding itself needs the rest.
        this.takeover = new Takeover(
                vertx, keeper, side.freshness(), config.kubernetes().bindMillis() / 4, tally);
        this.kicker = side.waker().equals(Waker.NONE) ? null : kicker(judge, side);
        side.failures().tell(this::failed);
    }

    private Kicker kicker(NodeJudge judge, ClusterSide side) {
        WaitingPods waiting = new WaitingPods(config.limits().waiting(), tally);
        int perSecond = config.kubernetes().kicksPerSecond();
        Kicks kicks = new Kicks(vertx, keeper, waiting, side.pods(), side.waker(), perSecond, tally);
        return new Kicker(vertx, keeper, pool, judge, failed, waiting, kicks, nominations);
    }

    /** Nodes that are kept from pods because their kubelets failed such pods. */
    public FailedAdmissions failedAdmissions() {
        return failed;
    }

    /** Pods that were bound in mode observe, the newest first. Any thread may ask. */
    public List<ObservedPod> observed() {
        return observing.last();
    }

    /** To be called about twice a second: what ends with time ends. */
    public void tick() {
        keeper.apply(List.of());
        nominations.look();
        failed.forget();
        binding.forget();
        if (kicker != null) {
            kicker.forget();
        }
    }

    /** What failed before the cluster was known may have failed long ago. */
    private void failed(String node, Asked asked) {
        if (keeper.isSynced() && asked instanceof Asked.Devices devices) {
            long nanos = failed.failed(node, devices.request());
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
            vertx.setTimer(millis, _ -> {
                if (kicker != null) {
                    kicker.lookAt(devices.request(), node);
                }
            });
        }
    }

    /** From now on judges nodes that change before anybody asks; the keeper's changes must be made on an event loop. */
    public void judgeAhead() {
        ahead.start();
    }

    /**
     * Answers filter.
     *
     * @param snapshot what the request's names were looked up in
     */
    public Future<byte[]> filter(FilterArgs args, StateKeeper.Snapshot snapshot) {
        takeover.called();
        PodFacts pod = args.pod();
        Asked asked = requests.of(pod);
        seen.put(pod, asked);
        String bound = boundTo(pod);
        if (bound != null) {
            return Future.succeededFuture(filterBound(args, snapshot.names(), bound));
        }
        prepare(pod);
        String objection = networks.objection(pod, asked);
        if (objection != null) {
            return Future.succeededFuture(refuse(args, snapshot.names(), objection));
        }
        return switch (asked) {
            case Asked.Wrong wrong -> Future.succeededFuture(refuse(args, snapshot.names(), wrong.text()));
            case Asked.Nothing _ -> {
                tally.outcome(Tally.Verb.FILTER, Tally.Outcome.NOT_OURS);
                yield Future.succeededFuture(passAll(args.offered(), snapshot.names()));
            }
            case Asked.Devices devices -> filter(args, devices, snapshot);
        };
    }

    /**
     * Answers prioritize.
     *
     * @param snapshot what the request's names were looked up in
     */
    public Future<byte[]> prioritize(FilterArgs args, StateKeeper.Snapshot snapshot) {
        takeover.called();
        Asked asked = requests.of(args.pod());
        if (!(asked instanceof Asked.Devices devices) || isObserving()) {
            tally.outcome(Tally.Verb.PRIORITIZE, Tally.Outcome.NOT_OURS);
            return Future.succeededFuture(Answers.noScores());
        }
        String bound = boundTo(args.pod());
        if (bound != null) {
            boolean offered = slotOf(args.offered(), snapshot.names(), bound) >= 0;
            tally.outcome(Tally.Verb.PRIORITIZE, offered ? Tally.Outcome.DONE : Tally.Outcome.REFUSED);
            return Future.succeededFuture(offered ? Answers.best(bound) : Answers.noScores());
        }
        prepare(args.pod());
        NameTable names = snapshot.names();
        Offered offered = admitting(args.offered(), names, failed.keptFrom(devices.request()));
        int width = choosing.width(args.pod(), devices.request(), filtering.most(offered));
        return rankings.best(new Rankings.Call(args.pod(), devices, offered, snapshot, width))
                .compose(ranking -> choosing.choose(args.pod(), devices.request(), ranking, current(snapshot)))
                .compose(slot -> {
                    if (slot < 0 || areGone(names, new int[] {slot})) {
                        tally.outcome(Tally.Verb.PRIORITIZE, Tally.Outcome.REFUSED);
                        return Future.succeededFuture(Answers.noScores());
                    }
                    String node = names.directory().names().get(slot);
                    tally.outcome(Tally.Verb.PRIORITIZE, Tally.Outcome.DONE);
                    return holding.hold(args.pod(), devices, node).map(Answers.best(node));
                });
    }

    /** Answers bind. */
    public Future<byte[]> bind(BindArgs args) {
        takeover.called();
        return takeover.caughtUp().compose(isCaughtUp -> {
            if (!isCaughtUp) {
                return Future.succeededFuture(error(Tally.Verb.BIND, NOT_CAUGHT_UP));
            }
            keeper.endOverdueHolds();
            nominations.look();
            Future<Binding.Result> bound = isObserving() ? observing.bind(args, binding) : binding.bind(args);
            return bound.map(result -> switch (result) {
                case Binding.Result.Bound _ -> {
                    tally.outcome(Tally.Verb.BIND, Tally.Outcome.DONE);
                    yield Answers.bound();
                }
                case Binding.Result.Refused(String reason) -> error(Tally.Verb.BIND, reason);
            });
        });
    }

    /** Answers preempt. */
    public Future<byte[]> preempt(PreemptArgs args) {
        takeover.called();
        Asked asked = requests.of(args.pod());
        if (asked instanceof Asked.Devices devices && !isObserving()) {
            StateKeeper.Snapshot snapshot = keeper.snapshot();
            return preempting.victims(args, devices.request()).map(left -> {
                tally.outcome(Tally.Verb.PREEMPT, Tally.Outcome.DONE);
                if (left.isEmpty() && kicker != null && !args.pod().uid().isEmpty()) {
                    Set<String> candidates = args.victims().keySet();
                    kicker.keptOut(args.pod(), devices.request(), snapshot, candidates);
                }
                return Answers.victims(left);
            });
        }
        tally.outcome(Tally.Verb.PREEMPT, Tally.Outcome.NOT_OURS);
        // A node without victims is an error to the scheduler, so where we have no opinion such nodes are dropped.
        Map<String, PreemptArgs.Victims> victims = new LinkedHashMap<>(args.victims());
        victims.values().removeIf(of -> of.uids().isEmpty());
        return Future.succeededFuture(Answers.victims(victims));
    }

    private Future<byte[]> filter(FilterArgs args, Asked.Devices asked, StateKeeper.Snapshot snapshot) {
        NameTable names = snapshot.names();
        int most = filtering.most(args.offered());
        Set<String> failing = failed.keptFrom(asked.request());
        Offered offered = admitting(args.offered(), names, failing);
        StateKeeper.Snapshot judged = current(snapshot);
        return rankings.best(new Rankings.Call(args.pod(), asked, offered, snapshot, most))
                .compose(ranking -> {
                    if (areGone(names, ranking.best())) {
                        return Future.succeededFuture(refuse(args, names, "nodes went meanwhile, try again"));
                    }
                    Filtering.Choice choice =
                            filtering.choose(args, asked, ranking.board(), names, ranking.best(), failing);
                    tally.outcome(Tally.Verb.FILTER, choice.anyPasses() ? Tally.Outcome.DONE : Tally.Outcome.REFUSED);
                    if (isObserving()) {
                        return observing
                                .judged(args.pod(), asked.request(), offered, ranking, judged)
                                .map(_ -> passAll(args.offered(), names));
                    }
                    remember(args.pod(), asked, judged, choice);
                    if (choice.onlySlot() < 0) {
                        return Future.succeededFuture(choice.answer());
                    }
                    String only = names.directory().names().get(choice.onlySlot());
                    return holding.hold(args.pod(), asked, only).map(choice.answer());
                });
    }

    /** A pod without UID cannot be found again. */
    private void remember(PodFacts pod, Asked.Devices asked, StateKeeper.Snapshot judged, Filtering.Choice choice) {
        if (kicker == null || pod.uid().isEmpty()) {
            return;
        }
        if (choice.anyPasses()) {
            kicker.passed(pod);
        } else {
            kicker.refused(pod, asked.request(), judged);
        }
    }

    /** The offered nodes but those that are kept from the pod. */
    private static Offered admitting(Offered offered, NameTable names, Set<String> failing) {
        if (failing.isEmpty()) {
            return offered;
        }
        List<String> all = names.directory().names();
        int[] slots = Arrays.stream(offered.slots(), 0, offered.known())
                .filter(slot -> !failing.contains(all.get(slot)))
                .toArray();
        return new Offered(slots, slots.length, offered.unknown(), offered.objects());
    }

    /**
     * A pod that comes again though it is bound: the answer to its bind was lost. It gets its own node and no other, so
     * that it is bound there once more.
     */
    private byte[] filterBound(FilterArgs args, NameTable names, String bound) {
        int slot = slotOf(args.offered(), names, bound);
        if (slot < 0) {
            String uid = args.pod().uid();
            return refuse(args, names, "pod " + uid + " is bound to node " + bound + " already, which is not offered");
        }
        tally.outcome(Tally.Verb.FILTER, Tally.Outcome.DONE);
        return isObserving()
                ? passAll(args.offered(), names)
                : Answers.pass(args.offered(), names, new int[] {slot}, List.of());
    }

    /** The newest snapshot with the slots that a request was read by; its own one if nodes came or went since. */
    private StateKeeper.Snapshot current(StateKeeper.Snapshot snapshot) {
        StateKeeper.Snapshot newest = keeper.snapshot();
        return newest.names().equals(snapshot.names()) ? newest : snapshot;
    }

    private @Nullable String boundTo(PodFacts pod) {
        return pod.uid().isEmpty() ? null : keeper.boundTo(new PodId(pod.uid()));
    }

    /** The slot of a node that is offered, or -1. */
    private static int slotOf(Offered offered, NameTable names, String node) {
        int slot = names.directory().slotOf(node);
        for (int i = 0; i < offered.known(); i++) {
            if (offered.slots()[i] == slot) {
                return slot;
            }
        }
        return -1;
    }

    /** Whether one of the nodes is no longer there. */
    private boolean areGone(NameTable names, int[] slots) {
        return !keeper.snapshot().names().equals(names)
                && Arrays.stream(slots)
                        .anyMatch(slot ->
                                keeper.state().view(names.directory().names().get(slot)) == null);
    }

    /** What a pod held softly ends, and room that was made for others is taken before this one is judged. */
    private void prepare(PodFacts pod) {
        holding.end(pod);
        nominations.look();
    }

    /** Fails the pod's attempt, unless we only observe. */
    private byte[] refuse(FilterArgs args, NameTable names, String text) {
        byte[] error = error(Tally.Verb.FILTER, text);
        if (isObserving()) {
            observing.wrong(args.pod());
            return passAll(args.offered(), names);
        }
        return error;
    }

    private static byte[] passAll(Offered offered, NameTable names) {
        return Answers.pass(offered, names, Arrays.copyOf(offered.slots(), offered.known()), offered.unknown());
    }

    private byte[] error(Tally.Verb verb, String text) {
        tally.outcome(verb, Tally.Outcome.ERROR);
        return Answers.error(text);
    }

    private boolean isObserving() {
        return config.mode() == ExtenderConfig.Mode.OBSERVE;
    }
}
