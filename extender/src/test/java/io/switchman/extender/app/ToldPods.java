package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.PodId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cluster tells of pods, gangs and budgets, written by a test. */
final class ToldPods implements WatchedPods {
    private static final Asked NOTHING = new Asked.Nothing();

    private final Map<PodId, Watched> pods = new HashMap<>();
    private final Map<PodId, Gang> gangs = new HashMap<>();
    private final List<Budget> budgets = new ArrayList<>();

    @Override
    public @Nullable Watched of(PodId pod) {
        return pods.get(pod);
    }

    @Override
    public @Nullable Gang gangOf(PodFacts pod) {
        return gangs.get(new PodId(pod.uid()));
    }

    @Override
    public List<Budget> budgets() {
        return List.copyOf(budgets);
    }

    /** Pods of which all are needed; the later a gang is made, the higher the number. */
    Gang gang(String name, int priority, int made, String... members) {
        return gang(name, members.length, priority, made, members);
    }

    Gang gang(String name, int minimum, int priority, int made, String... members) {
        List<PodId> ids = List.of(members).stream().map(PodId::new).toList();
        Gang gang = new Gang(new GangId(name), minimum, priority, Instant.ofEpochSecond(made), ids);
        ids.forEach(id -> gangs.put(id, gang));
        return gang;
    }

    /** A pod is nominated to a node, or to none any more. */
    void nominate(String uid, @Nullable String node) {
        pods.put(new PodId(uid), new Watched("train/" + uid, 10, null, node, false, Map.of(), NOTHING));
    }

    /** A pod runs on a node. */
    void run(String uid, int priority, String node, String app) {
        pods.put(new PodId(uid), new Watched("train/" + uid, priority, node, null, false, Map.of("app", app), NOTHING));
    }

    void forget(String uid) {
        pods.remove(new PodId(uid));
    }

    /** At most so many pods of an app may be evicted. */
    void budget(int allowed, String app) {
        budgets.add(new Budget(
                allowed, (namespace, _, labels) -> namespace.equals("train") && app.equals(labels.get("app"))));
    }
}
