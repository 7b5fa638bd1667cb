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
import java.util.List;
import java.util.Objects;

/**
 * Promises that were true until another pod let go of its devices, after the decision and before the kubelet came to the pod. More to
 * choose from is less certain, and nobody can know beforehand that a pod will end.
 *
 * @param pods whose promises they were
 */
record Overtaken(List<String> pods) {
    private static final Judge JUDGE = new Judge(new Placer(), new Foresight());

    /** Whether a promise that was broken was overtaken; then it is noted. */
    boolean noted(JsonObject pod, PlayedNode node) {
        Request request = Objects.requireNonNull(Wanted.request(pod));
        boolean isSo = node.momentsBefore(EndState.uid(pod)).stream()
                .anyMatch(shape -> isCertain(JUDGE.judge(shape, request)));
        if (isSo) {
            pods.add(EndState.name(pod));
        }
        return isSo;
    }

    private static boolean isCertain(Verdict verdict) {
        return verdict instanceof Verdict.Fits fits
                && fits.forecast() != null
                && fits.forecast().kind() == OutcomeClass.CERTAIN;
    }
}
