package io.switchman.e2e;

import io.switchman.e2e.fleet.Wanted;
import io.switchman.e2e.plane.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What must be true once nothing happens any more, counted anew from objects of the API and the books of the kubelets.
 *
 * @param pods all there are
 * @param problems what is not true
 */
record EndState(List<JsonObject> pods, List<String> problems) {
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(2);

    /** Until then every pod should have been tried again that must be; the scheduler itself would take five minutes. */
    private static final Duration WOKEN_AFTER = Duration.ofSeconds(15);

    /**
     * Waits until nothing happens any more and all is true. Pods that wait although they need not, or were told what is no longer true,
     * are woken once, and it is told that this was needed.
     */
    static EndState await(BurstStage stage) {
        PendingPods pending = new PendingPods(stage.fleet().nodes().values());
        EndState[] last = new EndState[1];
        long began = System.nanoTime();
        boolean[] woken = new boolean[1];
        return Await.until(
                "the end state",
                QUIET_WITHIN,
                () -> {
                    EndState now = look(stage, pending);
                    last[0] = now;
                    if (now.problems().isEmpty()) {
                        return now;
                    }
                    if (!woken[0] && System.nanoTime() - began > WOKEN_AFTER.toNanos()) {
                        woken[0] = true;
                        System.out.println("pods were left asleep: " + now.told());
                        stage.wakePods();
                    }
                    return null;
                },
                () -> last[0] == null ? "nothing could be looked at" : last[0].told());
    }

    private String told() {
        return problems.size() + " problems:\n" + String.join("\n", problems.subList(0, Math.min(10, problems.size())));
    }

    private static EndState look(BurstStage stage, PendingPods pending) {
        List<JsonObject> pods = stage.pods();
        List<String> problems = new ArrayList<>();
        for (JsonObject pod : pods) {
            if (node(pod) == null) {
                if (unschedulable(pod) == null) {
                    problems.add(name(pod) + " is neither bound nor refused");
                }
            } else if (!"Running".equals(phase(pod)) && !"Failed".equals(phase(pod))) {
                problems.add(name(pod) + " is bound and " + phase(pod));
            }
        }
        if (!stage.kubelets().isIdle()) {
            problems.add("kubelets have something to write");
        }
        if (!problems.isEmpty()) {
            return new EndState(pods, problems);
        }
        Recount recount = new Recount(stage.fleet().nodes());
        recount.claims(stage.switchman().state(), problems);
        for (JsonObject pod : pods) {
            String node = node(pod);
            if (node == null) {
                pending.check(pod, Objects.requireNonNull(unschedulable(pod)), problems);
            } else {
                recount.evidence(
                        pod, Objects.requireNonNull(stage.fleet().nodes().get(node)), problems);
            }
        }
        return new EndState(pods, problems);
    }

    /** How many pods came to what, for people. */
    String summary() {
        long bound = pods.stream().filter(pod -> node(pod) != null).count();
        long failed = pods.stream().filter(pod -> "Failed".equals(phase(pod))).count();
        long required = pods.stream()
                .filter(pod -> node(pod) != null && "require".equals(Wanted.annotation(pod, "policy")))
                .count();
        return "%d pods: %d bound (%d of them require alignment, %d refused by kubelets), %d wait"
                .formatted(pods.size(), bound, required, failed, pods.size() - bound);
    }

    static String name(JsonObject pod) {
        return pod.getJsonObject("metadata").getString("name");
    }

    static String uid(JsonObject pod) {
        return pod.getJsonObject("metadata").getString("uid");
    }

    static @Nullable String node(JsonObject pod) {
        return pod.getJsonObject("spec").getString("nodeName");
    }

    static String phase(JsonObject pod) {
        return pod.getJsonObject("status").getString("phase", "Pending");
    }

    /** What the scheduler said of a pod that it found no node for, or null. */
    static @Nullable String unschedulable(JsonObject pod) {
        var conditions = pod.getJsonObject("status").getJsonArray("conditions");
        return conditions == null
                ? null
                : conditions.stream()
                        .map(JsonObject.class::cast)
                        .filter(condition -> "Unschedulable".equals(condition.getString("reason")))
                        .map(condition -> condition.getString("message"))
                        .findFirst()
                        .orElse(null);
    }
}
