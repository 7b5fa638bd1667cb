package io.switchman.extender.explain;

import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.extender.explain.Explanation.OnNode;
import io.switchman.extender.explain.Explanation.Summary;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.ExplainArgs;
import io.switchman.extender.wire.Offered;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.Remedy;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.NodeRank;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges all nodes for one pod and keeps the reasons. Changes nothing and takes no hold; any thread may use it. */
public final class Explainer {
    private static final Standing NOT_JUDGED = Standing.refused(new Refusal.NotJudged());

    private final NodeJudge judge;
    private final RemedyFinder remedies;
    private final Requests requests;
    private final long budgetNanos;
    private final LongSupplier clockNanos;

    /**
     * An explainer.
     *
     * @param remedies who looks for changes that would help
     * @param budgetNanos longest time for judging, nanoseconds; nodes that come after it are called not judged
     */
    public Explainer(
            NodeJudge judge, RemedyFinder remedies, Requests requests, long budgetNanos, LongSupplier clockNanos) {
        this.judge = judge;
        this.remedies = remedies;
        this.requests = requests;
        this.budgetNanos = budgetNanos;
        this.clockNanos = clockNanos;
    }

    /** Looks for the cheapest change that makes an aligned placement certain. */
    @FunctionalInterface
    public interface RemedyFinder {
        /** The change, or null if none is known or needed. */
        @Nullable
        Remedy remedy(NodeShape shape, Request request);
    }

    /**
     * Explains.
     *
     * @param state what the names of the arguments were looked up in
     * @param most most nodes listed, 1 or more
     * @param only the one node to look at, or null
     */
    public Explanation explain(ExplainArgs args, ClusterState state, int most, @Nullable String only) {
        List<String> names = names(args.offered(), state, only);
        return switch (requests.of(args.pod())) {
            case Asked.Wrong wrong ->
                new Explanation(
                        args.pod().fullName(),
                        null,
                        wrong.problems(),
                        new Summary(names.size(), 0, 0, Map.of()),
                        null,
                        List.of(),
                        false);
            case Asked.Nothing _ -> passing(args.pod().fullName(), names, most);
            case Asked.Devices devices -> judged(args, devices, names, state, most);
        };
    }

    private static List<String> names(@Nullable Offered offered, ClusterState state, @Nullable String only) {
        if (only != null) {
            return List.of(only);
        }
        List<String> all = state.directory().names();
        if (offered == null) {
            return all;
        }
        Stream<String> known =
                Arrays.stream(offered.slots(), 0, offered.known()).mapToObj(all::get);
        return Stream.concat(known, offered.unknown().stream()).distinct().toList();
    }

    private static Explanation passing(String pod, List<String> names, int most) {
        List<OnNode> nodes = names.stream()
                .sorted()
                .limit(most)
                .map(name -> new OnNode(name, 1, null, null))
                .toList();
        Summary summary = new Summary(names.size(), names.size(), 0, Map.of());
        return new Explanation(pod, null, List.of(), summary, null, nodes, nodes.size() < names.size());
    }

    private Explanation judged(
            ExplainArgs args, Asked.Devices asked, List<String> names, ClusterState state, int most) {
        boolean unknownPass = asked.policy().unknownNodes() == UnknownNodes.PASS;
        PodAside pod = new PodAside(args.pod().uid(), state);
        List<Ranked> ranked = new ArrayList<>(names.size());
        long deadline = clockNanos.getAsLong() + budgetNanos;
        for (String name : names) {
            int slot = state.directory().slotOf(name);
            if (slot < 0 && unknownPass) {
                ranked.add(new Ranked(name, null, null, 0));
            } else {
                NodeView view = pod.view(name, slot);
                Standing standing =
                        clockNanos.getAsLong() - deadline >= 0 ? NOT_JUDGED : judge.judge(view, asked.request());
                ranked.add(new Ranked(name, standing, view, standing.rank()));
            }
        }
        ranked.sort(Ranked.ORDER);
        return explanation(args.pod().fullName(), asked.request(), ranked, most, deadline);
    }

    private Explanation explanation(String pod, Request request, List<Ranked> ranked, int most, long deadline) {
        Map<Refusal.Code, Integer> refused = new EnumMap<>(Refusal.Code.class);
        List<OnNode> nodes = new ArrayList<>();
        int fits = 0;
        int aligned = 0;
        for (Ranked node : ranked) {
            if (node.rank() < 0) {
                refused.merge(NodeRank.codeOf(node.rank()), 1, Integer::sum);
            } else {
                fits++;
                aligned += node.isAligned(request) ? 1 : 0;
            }
            if (nodes.size() < most) {
                nodes.add(new OnNode(
                        node.name(), node.rank() < 0 ? 0 : fits, node.standing(), certainty(node, request, deadline)));
            }
        }
        String best = fits == 0 ? null : ranked.getFirst().name();
        Summary summary = new Summary(ranked.size(), fits, aligned, refused);
        return new Explanation(pod, request, List.of(), summary, best, nodes, nodes.size() < ranked.size());
    }

    private @Nullable Certainty certainty(Ranked ranked, Request request, long deadline) {
        Node node = switch (ranked.view()) {
            case NodeView.Known(Node known) -> known;
            case NodeView.Stale(Node old, long _) -> old;
            case null -> null;
            case NodeView.Unknown _ -> null;
        };
        Standing standing = ranked.standing();
        if (node == null || standing == null) {
            return null;
        }
        Forecast forecast = CertaintyWords.forecast(standing.verdict());
        boolean lacking = forecast != null
                && forecast.kind() != OutcomeClass.CERTAIN
                && request.policy().mode() != Policy.Mode.IGNORE;
        NodeShape shape = standing.contested() ? node.unreserved() : node.open();
        Remedy remedy = lacking && clockNanos.getAsLong() - deadline < 0 ? remedies.remedy(shape, request) : null;
        return CertaintyWords.of(standing, node, request, remedy);
    }

    /** A node with its rank; 0 is behind every node that was judged and fits. */
    private record Ranked(
            String name,
            @Nullable Standing standing,
            @Nullable NodeView view,
            long rank) {
        /** The order of the scheduler's offer; then what is refused, by the codes that come late in judging first. */
        static final Comparator<Ranked> ORDER = Comparator.comparing((Ranked node) -> node.rank() < 0)
                .thenComparingLong(node -> node.rank() < 0 ? node.rank() : -node.rank())
                .thenComparing(Ranked::name);

        boolean isAligned(Request request) {
            return standing != null
                    && standing.verdict() instanceof Verdict.Fits fits
                    && fits.plan().isAligned(request.policy().locality());
        }
    }
}
