package io.switchman.e2e.fleet;

import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.Caller;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Request;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays the kubelets of many nodes: admits bound pods in the order in which they were bound, gives them devices as a stock kubelet
 * would, says so in their status, and lets go of them when they are deleted. Its books are its own.
 */
public final class KubeletPlayer implements AutoCloseable {
    private static final int WRITERS = 4;
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(2);
    private static final long ENDS_AFTER_MILLIS = 100;

    private final Caller caller;
    private final Map<String, PlayedNode> nodes;
    private final Foresight foresight = new Foresight();
    private final RandomGenerator dice;
    private final PodWatch watch;
    private final ScheduledExecutorService writers = Executors.newScheduledThreadPool(
            WRITERS, Thread.ofPlatform().name("kubelet-", 0).daemon().factory());
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger owed = new AtomicInteger();
    private final Map<String, PlayedNode> admitted = new ConcurrentHashMap<>();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();

    /** Why kubelets fail whatever comes, by node. */
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    /**
     * Plays kubelets from now on.
     *
     * @param caller may do everything
     * @param nodes by name; pods on others are nobody's
     */
    public KubeletPlayer(Caller caller, Map<String, PlayedNode> nodes, RandomGenerator dice) {
        this.caller = caller;
        this.nodes = Map.copyOf(nodes);
        this.dice = dice;
        this.watch = new PodWatch(caller, new Watched());
        watch.start();
    }

    /**
     * Whether all that was decided is written.
     *
     * @throws AssertionError if something could not be
     */
    public boolean isIdle() {
        if (!failures.isEmpty()) {
            throw new AssertionError("a kubelet could not write", failures.peek());
        }
        return owed.get() == 0;
    }

    /**
     * From now on a node's kubelet fails every pod that asks for devices.
     *
     * @param reason that it gives, such as {@code UnexpectedAdmissionError}
     */
    public void failAll(String node, String reason) {
        failing.put(node, reason);
    }

    /** A running pod comes to its end by itself: its devices are free, its object stays for a moment. */
    public void finish(JsonObject pod) {
        if (ending.add(uid(pod))) {
            later(0, () -> {
                write(pod, new JsonObject().put("phase", "Succeeded"));
                forget(pod);
                delete(pod);
            });
        }
    }

    private final class Watched implements PodWatch.Listener {
        @Override
        public void seen(JsonObject pod) {
            PlayedNode node = node(pod);
            if (node == null) {
                return;
            }
            if (pod.getJsonObject("metadata").containsKey("deletionTimestamp")) {
                end(pod);
            } else if (isPending(pod) && admitted.putIfAbsent(uid(pod), node) == null) {
                admit(node, pod);
            }
        }

        @Override
        public void gone(JsonObject pod) {
            forget(pod);
        }

        @Override
        public void listed(List<JsonObject> pods) {
            Set<String> there = pods.stream().map(KubeletPlayer::uid).collect(Collectors.toCollection(HashSet::new));
            Set.copyOf(admitted.keySet()).stream()
                    .filter(uid -> !there.contains(uid))
                    .forEach(KubeletPlayer.this::forget);
        }
    }

    private void admit(PlayedNode node, JsonObject pod) {
        Request request = Wanted.request(pod);
        String failure = request == null ? null : failing.get(node.name());
        if (failure != null) {
            later(0, () -> write(pod, failed(failure)));
            return;
        }
        PlayedNode.Devices devices = request == null
                ? new PlayedNode.Devices(
                        0,
                        node.machine().sources().stream()
                                .map(_ -> List.<Integer>of())
                                .toList())
                : node.admit(uid(pod), request, node.planOf(pod), foresight, dice);
        JsonObject status = devices == null ? failed("TopologyAffinityError") : running(pod, node.ids(devices));
        later(0, () -> write(pod, status));
    }

    private static JsonObject failed(String reason) {
        return new JsonObject()
                .put("phase", "Failed")
                .put("reason", reason)
                .put("message", "Pod was rejected: the kubelet that is played says so");
    }

    private static JsonObject running(JsonObject pod, Map<String, List<String>> ids) {
        JsonArray resources = new JsonArray();
        ids.forEach((resource, names) -> {
            JsonArray devices = new JsonArray();
            names.forEach(
                    id -> devices.add(new JsonObject().put("resourceID", id).put("health", "Healthy")));
            resources.add(new JsonObject().put("name", resource).put("resources", devices));
        });
        JsonObject spec = pod.getJsonObject("spec").getJsonArray("containers").getJsonObject(0);
        JsonObject container = new JsonObject()
                .put("name", spec.getString("name"))
                .put("image", spec.getString("image"))
                .put("imageID", "")
                .put("ready", true)
                .put("restartCount", 0)
                .put("allocatedResourcesStatus", resources);
        return new JsonObject().put("phase", "Running").put("containerStatuses", new JsonArray().add(container));
    }

    /** A deleted pod's containers take a moment to end; then its devices are free, and then its object goes. */
    private void end(JsonObject pod) {
        if (ending.add(uid(pod))) {
            later(ENDS_AFTER_MILLIS, () -> {
                forget(pod);
                delete(pod);
            });
        }
    }

    private void forget(JsonObject pod) {
        forget(uid(pod));
    }

    private void forget(String uid) {
        PlayedNode node = admitted.get(uid);
        if (node != null) {
            node.release(uid);
        }
    }

    private void later(long millis, Runnable task) {
        owed.incrementAndGet();
        var _ = writers.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    } finally {
                        owed.decrementAndGet();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private void write(JsonObject pod, JsonObject status) {
        String body = new JsonObject()
                .put("metadata", new JsonObject().put("uid", uid(pod)))
                .put("status", status)
                .encode();
        untilAnswered(path(pod), () -> caller.patch(path(pod) + "/status", body));
    }

    private void delete(JsonObject pod) {
        String body = new JsonObject()
                .put("gracePeriodSeconds", 0)
                .put("preconditions", new JsonObject().put("uid", uid(pod)))
                .encode();
        untilAnswered(path(pod), () -> caller.send("DELETE", path(pod), Caller.JSON, body));
    }

    /** A kubelet tries again until the API server has understood; a pod that is gone or another one is none of its business. */
    private static void untilAnswered(String what, Await.Question<Caller.Answer> call) {
        Await.until(
                what,
                WRITTEN_WITHIN,
                () -> {
                    Caller.Answer answer = call.ask();
                    if (answer == null || answer.code() >= 500 || answer.code() == 429) {
                        return null;
                    }
                    if (answer.code() >= 300 && answer.code() != 404 && answer.code() != 409) {
                        throw new AssertionError(what + ": " + answer);
                    }
                    return answer;
                },
                () -> "the API server does not take it");
    }

    private @Nullable PlayedNode node(JsonObject pod) {
        String name = pod.getJsonObject("spec").getString("nodeName");
        return name == null ? null : nodes.get(name);
    }

    private static boolean isPending(JsonObject pod) {
        return "Pending".equals(pod.getJsonObject("status").getString("phase", "Pending"));
    }

    private static String uid(JsonObject pod) {
        return pod.getJsonObject("metadata").getString("uid");
    }

    private static String path(JsonObject pod) {
        JsonObject meta = pod.getJsonObject("metadata");
        return "/api/v1/namespaces/" + meta.getString("namespace") + "/pods/" + meta.getString("name");
    }

    @Override
    public void close() {
        watch.close();
        writers.shutdownNow();
    }
}
