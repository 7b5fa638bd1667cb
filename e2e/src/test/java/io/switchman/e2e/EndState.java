package io.switchman.e2e;

import io.switchman.e2e.fleet.Wanted;
import io.switchman.e2e.plane.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must be true once nothing happens any more, counted anew from objects of the API and the books of the kubelets.
 *
 * @param pods all there are
 * @param problems what is not true
 * @param asleep pods that wait although they need not, or were told what is no longer true
 */
record EndState(List<JsonObject> pods, List<String> problems, List<String> asleep) {
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(2);

    /** The scheduler itself would try all pods again after five minutes. */
    private static final Duration ASLEEP = Duration.ofSeconds(5);

    private static final int MOST_TOLD = 10;

    /**
     * Waits until nothing happens any more and all is true. Pods that are left asleep while all else is true are woken, and it is told
     * that this was needed.
     */
    static EndState await(BurstStage stage) {
        PendingPods pending = new PendingPods(stage.fleet().nodes().values());
        EndState[] last = new EndState[1];
        long[] since = {System.nanoTime()};
        return Await.until(
                "the end state",
                QUIET_WITHIN,
                () -> {
                    EndState now = look(stage, pending);
                    last[0] = now;
                    if (!now.problems().isEmpty()) {
                        since[0] = System.nanoTime();
                    } else if (now.asleep().isEmpty()) {
                        return now;
                    } else if (System.nanoTime() - since[0] > ASLEEP.toNanos()) {
                        System.out.printf(
                                "%d pods were left asleep and are woken, such as %s%n",
                                now.asleep().size(), now.asleep().getFirst());
                        stage.wakePods();
                        since[0] = System.nanoTime();
                    }
                    return null;
                },
                () -> last[0] == null ? "nothing could be looked at" : last[0].told());
    }

    private String told() {
        return problems.size() + " problems, " + asleep.size() + " pods asleep:\n"
                + Stream.concat(problems.stream(), asleep.stream())
                        .limit(MOST_TOLD)
                        .collect(Collectors.joining("\n"));
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
            return new EndState(pods, problems, List.of());
        }
        List<String> asleep = new ArrayList<>();
        Recount recount = new Recount(stage.fleet().nodes());
        recount.claims(stage.switchman().state(), problems);
        for (JsonObject pod : pods) {
            String node = node(pod);
            if (node == null) {
                pending.check(pod, Objects.requireNonNull(unschedulable(pod)), asleep);
            } else {
                recount.evidence(
                        pod, Objects.requireNonNull(stage.fleet().nodes().get(node)), problems);
            }
        }
        return new EndState(pods, problems, asleep);
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
