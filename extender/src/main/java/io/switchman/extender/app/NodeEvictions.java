package io.switchman.extender.app;

import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the pods to evict from one node.
 *
 * <p>If the scheduler's victims do, they are it: the scheduler has left out all that it could. If they do not, and the pod
 * requires alignment, others of lower priority may be evicted, too, or instead of those that were named because of the
 * counts of our devices. Named for anything else, they stay: the scheduler may want them gone for reasons that we do not
 * see. Of all sets that make room the least harmful is taken, see {@link VictimSets}.
 *
 * <p>Which devices a victim really has does not matter, as it leaves them all; which the others have does, and there the pod
 * must be sure of its place whatever they have. Where it is not, but may be once the node has told, the scheduler's victims
 * stand.
 */
final class NodeEvictions {
    private final NodeJudge judge;
    private final PodFacts pod;
    private final Request request;
    private final Protection protection;
    private final int mostSets;
    private final BooleanSupplier isOver;

    /**
     * Evictions for one pod.
     *
     * @param isOver whether the time is up; asked between judgements
     */
    NodeEvictions(
            NodeJudge judge,
            PodFacts pod,
            Request request,
            Protection protection,
            int mostSets,
            BooleanSupplier isOver) {
        this.judge = judge;
        this.pod = pod;
        this.request = request;
        this.protection = protection;
        this.mostSets = mostSets;
        this.isOver = isOver;
    }

    /**
     * Pods to evict.
     *
     * @param room what that makes, or null where it is not known yet
     * @param isCut whether not all sets were looked at
     */
    record Evictions(PreemptArgs.Victims victims, Nominations.@Nullable Room room, boolean isCut) {}

    /** The evictions that make room on a node; null if none do, or the time is up. */
    @Nullable
    Evictions of(Node node, PreemptArgs.Victims named) {
        Node own = pod.uid().isEmpty() ? node : node.without(new PodId(pod.uid()));
        List<PodId> ids = named.uids().stream().map(PodId::new).toList();
        Node left = without(own, ids);
        Verdict verdict = verdict(left);
        if (verdict instanceof Verdict.Fits fits) {
            return ids.isEmpty() ? null : evictions(ids, named, left, fits, false);
        }
        Evictions other = request.policy().mode() == Policy.Mode.REQUIRE ? search(own, ids, named) : null;
        boolean mayBecomeSure = verdict instanceof Verdict.Refused(Refusal.NodeUnsettled _) && !ids.isEmpty();
        return other != null || !mayBecomeSure ? other : new Evictions(named(named, ids), null, false);
    }

    private @Nullable Evictions search(Node node, List<PodId> ids, PreemptArgs.Victims named) {
        List<PodId> always = new ArrayList<>();
        List<Claim> others = new ArrayList<>();
        ids.stream().filter(id -> !isExchangeable(node, ids, id)).forEach(always::add);
        for (Claim claim : node.claims()) {
            boolean lower = claim.priority() < pod.priority() && protection.isOn(node.name(), claim.pod());
            if (!always.contains(claim.pod()) && (lower || ids.contains(claim.pod()))) {
                others.add(claim);
            }
        }
        Node base = without(node, always);
        if (!(glance(without(base, others.stream().map(Claim::pod).toList())) instanceof Verdict.Fits)) {
            return null;
        }
        int highest = always.stream()
                .map(protection.pods()::get)
                .mapToInt(told -> told == null ? Integer.MIN_VALUE : told.priority())
                .max()
                .orElse(Integer.MIN_VALUE);
        VictimSets sets = VictimSets.of(always, highest, others, protection, mostSets);
        for (List<Claim> set : sets.ordered()) {
            if (isOver.getAsBoolean()) {
                return null;
            }
            Evictions evictions = tried(base, always, set, named, !sets.isComplete());
            if (evictions != null) {
                return evictions;
            }
        }
        return sets.isComplete() ? null : greedy(base, always, others, named);
    }

    /** Whether a pod was named only because of the counts of devices that are ours: so that others will do, too. */
    private boolean isExchangeable(Node node, List<PodId> ids, PodId victim) {
        if (node.claimOf(victim) == null) {
            return false;
        }
        return isShort(
                without(node, ids.stream().filter(id -> !id.equals(victim)).toList()));
    }

    /** Whether the scheduler's victims do not even suffice by counts, as far as we know: so it knows what we do not. */
    boolean isBehind(Node node, PreemptArgs.Victims named) {
        return isShort(without(node, named.uids().stream().map(PodId::new).toList()));
    }

    private boolean isShort(Node node) {
        boolean gpusShort = request.gpus() != null
                && Integer.bitCount(node.free().freeGpus()
                                & node.machine().gpusNamed(request.gpus().resource()))
                        < request.gpuCount();
        return gpusShort || request.vfs().stream().anyMatch(vf -> free(node, vf.resource()) < vf.count());
    }

    private static int free(Node node, ResourceName name) {
        return node.machine().sourcesNamed(name).stream()
                .mapToInt(node.free()::freeVfs)
                .sum();
    }

    /** Beyond the limit: all go, then those are spared that are not needed, the most important first. */
    private @Nullable Evictions greedy(Node base, List<PodId> always, List<Claim> others, PreemptArgs.Victims named) {
        List<Claim> needed = new ArrayList<>(others);
        List<Claim> importantFirst = others.stream()
                .sorted((a, b) -> Integer.compare(b.priority(), a.priority()))
                .toList();
        for (Claim claim : importantFirst) {
            List<Claim> fewer = new ArrayList<>(needed);
            fewer.remove(claim);
            if (isOver.getAsBoolean()) {
                return null;
            }
            if (tried(base, always, fewer, named, true) != null) {
                needed = fewer;
            }
        }
        return tried(base, always, needed, named, true);
    }

    private @Nullable Evictions tried(
            Node base, List<PodId> always, List<Claim> set, PreemptArgs.Victims named, boolean isCut) {
        Set<PodId> all = new LinkedHashSet<>(always);
        set.forEach(claim -> all.add(claim.pod()));
        if (all.isEmpty()) {
            return null;
        }
        Node left = without(base, List.copyOf(all));
        return verdict(left) instanceof Verdict.Fits fits
                ? evictions(List.copyOf(all), named, left, fits, isCut)
                : null;
    }

    private Evictions evictions(
            List<PodId> victims, PreemptArgs.Victims named, Node left, Verdict.Fits fits, boolean isCut) {
        Nominations.Room room = pod.uid().isEmpty()
                ? null
                : new Nominations.Room(
                        new HashSet<>(victims),
                        Claims.of(new PodId(pod.uid()), pod.fullName(), pod.priority(), fits, left, request));
        return new Evictions(named(named, victims), room, isCut);
    }

    /** Victims with the protected ones among them. Of pods that the cluster did not tell us of, the scheduler's count stands. */
    private PreemptArgs.Victims named(PreemptArgs.Victims named, List<PodId> victims) {
        List<PodId> before = named.uids().stream().map(PodId::new).toList();
        long notTold = before.stream()
                .filter(id -> victims.contains(id) && !protection.isTold(id))
                .count();
        long theirs = Math.clamp(named.pdbViolations() - protection.violations(before), 0, notTold);
        return new PreemptArgs.Victims(
                victims.stream().map(PodId::uid).toList(), theirs + protection.violations(victims));
    }

    private static Node without(Node node, List<PodId> pods) {
        Node left = node;
        for (PodId gone : pods) {
            left = left.without(gone);
        }
        return left;
    }

    private Verdict verdict(Node left) {
        return judge.judge(new NodeView.Known(left), request).verdict();
    }

    private Verdict glance(Node left) {
        Standing standing = judge.glance(new NodeView.Known(left), request);
        return standing.verdict();
    }
}
