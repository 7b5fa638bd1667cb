package io.switchman.e2e;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How long gangs keep devices from others without a break, by what Switchman shows again and again. A break that is too short to be seen
 * counts as none.
 */
final class GangHolds {
    private final BurstStage stage;
    private final Map<String, Long> since = new HashMap<>();
    private final Map<String, Duration> longest = new HashMap<>();
    private int looks;

    GangHolds(BurstStage stage) {
        this.stage = stage;
    }

    /** Looks once. Members are named after their gang. */
    void look() {
        Set<String> holding = new HashSet<>();
        for (Object node : stage.switchman().state().getJsonArray("nodes")) {
            for (Object hold : ((JsonObject) node).getJsonArray("holds")) {
                JsonObject held = (JsonObject) hold;
                if (held.getBoolean("firm")) {
                    String pod = held.getString("pod");
                    holding.add(pod.substring(pod.indexOf('/') + 1, pod.lastIndexOf('-')));
                }
            }
        }
        long now = System.nanoTime();
        looks++;
        since.keySet().retainAll(holding);
        for (String gang : holding) {
            Duration held = Duration.ofNanos(now - since.computeIfAbsent(gang, _ -> now));
            longest.merge(gang, held, (a, b) -> a.compareTo(b) > 0 ? a : b);
        }
    }

    /** The longest time without a break that a gang was seen to hold anything. */
    Duration longest(String gang) {
        return longest.getOrDefault(gang, Duration.ZERO);
    }

    /** For people. */
    String summary() {
        return looks + " looks, longest holds " + longest;
    }
}
