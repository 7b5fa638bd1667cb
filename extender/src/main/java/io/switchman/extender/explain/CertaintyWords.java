package io.switchman.extender.explain;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.Remedy;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words what the kubelet will do, why, and what would change it. */
final class CertaintyWords {
    private CertaintyWords() {}

    /** The certainty of a node that was judged, or null where it did not come to that, or locality is not looked at. */
    static @Nullable Certainty of(Standing standing, Node node, Request request, @Nullable Remedy remedy) {
        Forecast forecast = forecast(standing.verdict());
        boolean ignored = request.policy().mode() == Policy.Mode.IGNORE && standing.verdict() instanceof Verdict.Fits;
        return forecast == null || ignored
                ? null
                : new Certainty(
                        forecast.kind(), forecast.p(), why(forecast, standing, node, request), words(remedy, node));
    }

    /** What was forecast on the way to a verdict. */
    static @Nullable Forecast forecast(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Fits fits -> fits.forecast();
            case Verdict.Refused(Refusal.NotCertain not) -> not.forecast();
            case Verdict.Refused(Refusal.KubeletRejects _) -> new Forecast(OutcomeClass.REJECTED, 0, List.of());
            case Verdict.Refused(Refusal.NodeUnsettled _) -> Forecast.UNKNOWN;
            case Verdict.Refused _ -> null;
        };
    }

    private static String why(Forecast forecast, Standing standing, Node node, Request request) {
        KubeletSetup setup = node.kubelet();
        return switch (forecast.kind()) {
            case CERTAIN ->
                request.asksLocality() ? "whatever the kubelet draws is aligned" : "nothing needs to be aligned";
            case CHANCE -> choices(forecast, node, request);
            case IMPOSSIBLE -> "nothing that the kubelet may draw is aligned";
            case REJECTED ->
                "topologyManagerPolicy " + (setup.policy() == null ? "unknown" : RemedyWords.word(setup.policy()))
                        + " finds no NUMA nodes that suit all devices (TopologyAffinityError), or the GPU plugin or the"
                        + " CPU manager fails (UnexpectedAdmissionError)";
            case UNKNOWN -> unknown(standing, node, setup);
        };
    }

    /** Where the kubelet has a choice. */
    private static String choices(Forecast forecast, Node node, Request request) {
        List<String> parts = new ArrayList<>();
        if (forecast.gpuSets().size() > 1) {
            parts.add("any of " + forecast.gpuSets().size() + " sets of GPUs");
        }
        for (VfDemand vf : request.vfs()) {
            int ports = node.machine().sourcesNamed(vf.resource()).size();
            if (ports > 1) {
                parts.add("VFs of any of " + ports + " ports");
            }
        }
        return "the kubelet may give " + (parts.isEmpty() ? "other devices" : String.join(" and ", parts));
    }

    private static String unknown(Standing standing, Node node, KubeletSetup setup) {
        if (node.unsettled(!standing.contested()) > 0) {
            return "devices of other pods on the node are not known yet";
        }
        return setup.policy() == null || setup.release() == null
                ? "how its kubelet is set up is not known"
                : "not everything that its kubelet and device plugins may do can be told";
    }

    private static @Nullable String words(@Nullable Remedy remedy, Node node) {
        return remedy == null
                ? null
                : RemedyWords.of(
                        remedy, gpu -> node.machine().gpus().get(gpu).address().toString());
    }
}
