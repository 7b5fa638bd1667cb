package io.switchman.extender.http;

import static io.switchman.extender.app.Bodies.offer;
import static io.switchman.extender.app.Bodies.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Bodies;
import io.switchman.extender.app.Cluster;
import io.switchman.extender.app.Settings;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Spoiled requests by the ten thousand against running verbs: every one is answered in time, none with a 5xx, each answer
 * is valid JSON of the verb's shape, nothing piles up in memory, and a caller with proper requests notices nothing.
 *
 * <p>A verify sends 20,000; {@code -Dmutations=200000} sends more.
 */
class MutatedRequestsTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 20_000);
    private static final int CONNECTIONS = 4;
    private static final int TRIES_PER_CONNECTION = 500;

    /** Caches are kept small here, so that they are full at the first measurement. */
    private static final long MAX_GROWTH_BYTES = 24L << 20;

    private static final String NODE =
            "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"a\":\"b\"}},\"spec\":{},\"status\":{\"allocatable\":{\"nvidia.com/gpu\":\"8\"}}}";

    private final Map<String, AtomicInteger> statuses = new TreeMap<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicInteger goodCalls = new AtomicInteger();

    @Test
    void noneDoesHarm() throws Exception {
        Cluster cluster = Cluster.of(
                Settings.with(limits -> limits.verdicts(2_000).shapes(8).holds(200)),
                Cluster.HGX,
                Cluster.HGX,
                Cluster.H20,
                Cluster.NO_RDMA,
                Cluster.HGX);
        for (String verb : List.of("filter", "prioritize", "bind", "preempt")) {
            for (int status : new int[] {200, 400}) {
                statuses.put(verb + " " + status, new AtomicInteger());
            }
        }
        try (Extender extender = new Extender(cluster);
                ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS + 1)) {
            Future<?> good = threads.submit(() -> callProperly(extender));
            long early;
            long late;
            try {
                spoil(extender, threads, 0, MUTATIONS / 10);
                early = liveBytes();
                spoil(extender, threads, MUTATIONS / 10, MUTATIONS);
                late = liveBytes();
            } finally {
                done.set(true);
            }
            good.get();
            assertThat(late - early)
                    .as("growth of live memory, from %d bytes", early)
                    .isLessThan(MAX_GROWTH_BYTES);
            System.out.printf(
                    "%d mutated requests: %s, good calls %d, live bytes %d to %d%n",
                    MUTATIONS, statuses, goodCalls.get(), early, late);
        }
        assertThat(goodCalls.get()).isGreaterThan(MUTATIONS / 1_000);
        statuses.forEach((kind, count) -> assertThat(count.get()).as(kind).isGreaterThan(MUTATIONS / 100));
    }

    /** Sends the mutants of some seeds over several connections. */
    private void spoil(Extender extender, ExecutorService threads, int from, int to) throws Exception {
        List<Callable<String>> tasks = new ArrayList<>();
        for (int first = from; first < to; first += TRIES_PER_CONNECTION) {
            int start = first;
            int end = Math.min(to, first + TRIES_PER_CONNECTION);
            tasks.add(() -> {
                try (Connection connection = extender.connect()) {
                    for (int seed = start; seed < end; seed++) {
                        spoil(connection, seed);
                    }
                }
                return "";
            });
        }
        for (Future<String> result : threads.invokeAll(tasks)) {
            result.get();
        }
    }

    private void spoil(Connection connection, int seed) throws Exception {
        Seed base = seeds().get(seed % seeds().size());
        byte[] body = new Mutator(seed).spoil(base.body());
        Answer answer = connection.post(base.verb(), body);
        AtomicInteger count = statuses.get(base.verb() + " " + answer.status());
        assertThat(count)
                .as("seed %d: %s %d %s", seed, base.verb(), answer.status(), answer.body())
                .isNotNull();
        if (count != null) {
            count.incrementAndGet();
        }
        assertThat(hasShape(base.verb(), answer))
                .as("seed %d: %s %d %s", seed, base.verb(), answer.status(), answer.body())
                .isTrue();
    }

    private record Seed(String verb, String body) {}

    private static final List<Seed> SEEDS = List.of(
            new Seed("filter", offer(pod("p1", "gpu", "2", "port0", "1", "port1", "1"), "n1", "n2", "n3", "n4", "n7")),
            new Seed(
                    "filter",
                    offer(
                            pod("p2", "\"switchman.io/policy\":\"require\",\"switchman.io/job\":\"j\"", 5, "gpu", "8"),
                            "n1")),
            new Seed(
                    "filter",
                    "{\"Pod\":" + pod("p3", "gpu", "1", "port0", "1") + ",\"Nodes\":{\"metadata\":{},\"items\":["
                            + NODE.formatted("n1") + "," + NODE.formatted("n3") + "," + NODE.formatted("n9")
                            + "]},\"NodeNames\":null}"),
            new Seed(
                    "filter",
                    "{\"Pod\":{\"metadata\":{\"uid\":\"p4\"},\"spec\":{\"initContainers\":[{\"name\":\"i\",\"restartPolicy\":\"Always\","
                            + "\"resources\":{\"limits\":{\"nvidia.com/gpu\":\"1\"}}}],\"containers\":[{\"name\":\"c\",\"resources\":{\"requests\":"
                            + "{\"nvidia.com/gpu\":3,\"nvidia.com/sriov_rdma_vf_port2\":\"1k\"}}}],\"schedulingGroup\":{\"podGroupName\":\"g\"}}},"
                            + "\"NodeNames\":[\"n2\",\"n1\"]}"),
            new Seed("prioritize", offer(pod("p1", "gpu", "2", "port0", "1"), "n2", "n1")),
            new Seed("bind", Bodies.bind("p1", "n1")),
            new Seed("bind", Bodies.bind("p2", "n2")),
            new Seed("preempt", Bodies.preempt(pod("p5", "gpu", "8"), "n1=p1,p2", "n2=", "n3=x")),
            new Seed(
                    "preempt",
                    "{\"Pod\":" + Bodies.strict("p6", 9, "gpu", "4", "port1", "2")
                            + ",\"NodeNameToVictims\":{\"n1\":{\"Pods\":[" + pod("p1")
                            + "],\"NumPDBViolations\":1},\"n2\":{\"Pods\":null}},"
                            + "\"NodeNameToMetaVictims\":null}"));

    private static List<Seed> seeds() {
        return SEEDS;
    }

    /** The only member of an error, or the members of the verb's result, each with a value of its type. */
    private static boolean hasShape(String verb, Answer answer) {
        Object value = Json.decodeValue(answer.body());
        if (value instanceof JsonObject object && object.fieldNames().equals(Set.of("Error"))) {
            boolean says = object.getValue("Error") instanceof String text && !text.isEmpty();
            return says && !(answer.status() == 200 && verb.equals("prioritize"));
        }
        if (answer.status() != 200) {
            return false;
        }
        return switch (verb) {
            case "filter" ->
                value instanceof JsonObject object
                        && object.size() == 4
                        && (object.getValue("NodeNames") instanceof JsonArray
                                || object.getValue("Nodes") instanceof JsonObject)
                        && object.getValue("FailedNodes") instanceof JsonObject
                        && object.getValue("FailedAndUnresolvableNodes") instanceof JsonObject
                        && "".equals(object.getValue("Error"));
            case "prioritize" ->
                value instanceof JsonArray list
                        && (list.isEmpty()
                                || list.size() == 1
                                        && Integer.valueOf(10)
                                                .equals(list.getJsonObject(0).getValue("Score")));
            case "bind" -> value instanceof JsonObject object && object.isEmpty();
            default ->
                value instanceof JsonObject object
                        && object.size() == 1
                        && object.getValue("NodeNameToMetaVictims") instanceof JsonObject;
        };
    }

    /** A caller whose pods always fit one node and are never seen by the others. */
    private String callProperly(Extender extender) throws Exception {
        try (Connection connection = extender.connect()) {
            while (!done.get()) {
                String pod = pod("good", "port7", "1");
                assertThat(connection.post("filter", offer(pod, "n5")).body())
                        .isEqualTo(
                                "{\"NodeNames\":[\"n5\"],\"FailedNodes\":{},\"FailedAndUnresolvableNodes\":{},\"Error\":\"\"}");
                assertThat(connection.post("prioritize", offer(pod, "n5", "n4")).body())
                        .isEqualTo("[{\"Host\":\"n5\",\"Score\":10}]");
                goodCalls.addAndGet(2);
                Thread.sleep(1);
            }
        }
        return "";
    }

    /** Bytes in use after a collection; the least of a few tries, as others may allocate meanwhile. */
    private static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
