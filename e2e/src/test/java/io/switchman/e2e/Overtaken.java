package io.switchman.e2e;

import io.switchman.e2e.fleet.PlayedNode;
import io.switchman.e2e.fleet.Wanted;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * Whether a broken promise was true until another pod let go of its devices, after the decision and before the kubelet came to the
 * pod: more to choose from is less certain. It is a broken promise all the same; whoever looks for the reason need not look elsewhere.
 */
final class Overtaken {
    private static final Judge JUDGE = new Judge(new Placer(), new Foresight());

    private Overtaken() {}

    /** Words to be put behind what is said of a broken promise; none where this was not the reason. */
    static String hint(JsonObject pod, PlayedNode node) {
        Request request = Objects.requireNonNull(Wanted.request(pod));
        boolean isSo = node.momentsBefore(EndState.uid(pod)).stream()
                .anyMatch(shape -> isCertain(JUDGE.judge(shape, request)));
        return isSo ? "; it was certain until another pod let go of its devices, shortly before" : "";
    }

    private static boolean isCertain(Verdict verdict) {
        return verdict instanceof Verdict.Fits fits
                && fits.forecast() != null
                && fits.forecast().kind() == OutcomeClass.CERTAIN;
    }
}
