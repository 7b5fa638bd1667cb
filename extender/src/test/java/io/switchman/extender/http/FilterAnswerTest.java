package io.switchman.extender.http;

import static io.switchman.extender.app.Bodies.offer;
import static io.switchman.extender.app.Bodies.offerUpTo;
import static io.switchman.extender.app.Bodies.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Bodies;
import io.switchman.extender.app.Cluster;
import io.switchman.extender.app.Settings;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.PolicyDefaults;
import io.switchman.extender.config.SchedulerFacts;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.state.PodId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which nodes pass filter, and what it does to the state. */
class FilterAnswerTest {
    private static final String[] TWO_ALIGNED = {"gpu", "2", "port0", "1", "port1", "1"};

    @Test
    void oneNodeLeftIsHeld() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.NO_RDMA))) {
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), "n1", "n2")))
                    .containsExactly("n1");
            assertThat(extender.cluster().node("n1").holdOf(new PodId("p"))).isNotNull();
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), "n2"))).isEmpty();
            assertThat(extender.cluster().keeper().state().holds())
                    .as("a pod that is filtered again has lost its place")
                    .isZero();
        }
    }

    @Test
    void nominatedNodeOfferedAloneIsJudgedAloneAndHeld() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX, Cluster.HGX))) {
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), "n3"))).containsExactly("n3");
            assertThat(extender.cluster().node("n3").holdOf(new PodId("p"))).isNotNull();
            assertThat(extender.post("bind", Bodies.bind("p", "n3")).body()).isEqualTo("{}");
        }
    }

    @Test
    void nodeNamedTwiceIsOneNode() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX))) {
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), "n1", "n1")))
                    .containsExactly("n1");
            assertThat(extender.cluster().node("n1").holdOf(new PodId("p"))).isNotNull();
            assertThat(passing(extender, offer(pod("q"), "n1", "n9", "n1", "n9")))
                    .containsExactly("n1", "n9");
        }
    }

    @Test
    void atMostTheBestAreReturnedInWhateverOrderTheyAreOffered() throws Exception {
        List<String> first = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            try (Extender extender = new Extender(manyNodes(SchedulerFacts.DEFAULT))) {
                List<String> names = new ArrayList<>(
                        IntStream.rangeClosed(1, 200).mapToObj(i -> "n" + i).toList());
                Collections.shuffle(names, new Random(seed));
                List<String> passing = passing(extender, offer(pod("p", TWO_ALIGNED), names.toArray(String[]::new)));
                assertThat(passing).hasSize(64).doesNotHaveDuplicates();
                first = first.isEmpty() ? passing : first;
                assertThat(passing).isEqualTo(first);
            }
        }
    }

    @Test
    void bestAreChosenAmongTheOffered() throws Exception {
        try (Extender extender = new Extender(manyNodes(new SchedulerFacts(36, 3)))) {
            List<String> all = passing(extender, offerUpTo(pod("p", TWO_ALIGNED), 200));
            assertThat(all).hasSize(3);
            String[] others = IntStream.rangeClosed(1, 200)
                    .mapToObj(i -> "n" + i)
                    .filter(name -> !all.contains(name))
                    .toArray(String[]::new);
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), others)))
                    .hasSize(3)
                    .doesNotContainAnyElementsOf(all);
        }
    }

    @Test
    void zeroBestNodesMeansAll() throws Exception {
        try (Extender extender = new Extender(manyNodes(new SchedulerFacts(36, 0)))) {
            assertThat(passing(extender, offerUpTo(pod("p", TWO_ALIGNED), 200))).hasSize(200);
        }
    }

    @Test
    void prioritizeNamesOneNodeAndTheSameOneAgain() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX, Cluster.HGX))) {
            String body = offer(pod("p", "gpu", "8"), "n3", "n2");
            for (int i = 0; i < 3; i++) {
                assertThat(extender.post("prioritize", body).body()).isEqualTo("[{\"Host\":\"n2\",\"Score\":10}]");
            }
            assertThat(extender.cluster().keeper().state().holds()).isEqualTo(1);
        }
    }

    @Test
    void unknownNodeIsRefusedOrPassedByPolicy() throws Exception {
        String body = offer(pod("p", TWO_ALIGNED), "elsewhere");
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX))) {
            assertThat(extender.post("filter", body).body())
                    .isEqualTo("{\"NodeNames\":[],\"FailedNodes\":{},\"FailedAndUnresolvableNodes\":"
                            + "{\"elsewhere\":\"no topology known for the node\"},\"Error\":\"\"}");
        }
        ExtenderConfig pass = Settings.with(new PolicyDefaults(Policy.DEFAULT, PolicyDefaults.UnknownNodes.PASS));
        try (Extender extender = new Extender(Cluster.of(pass, Cluster.HGX))) {
            assertThat(passing(extender, body)).containsExactly("elsewhere");
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), "elsewhere", "n1")))
                    .containsExactly("n1", "elsewhere");
            assertThat(extender.post("prioritize", body).body()).isEqualTo("[]");
        }
    }

    @Test
    void podWithoutManagedResourcesPassesEverywhere() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.NO_RDMA))) {
            String pod = pod("p", "\"switchman.io/policy\":\"nonsense\"", 0, "gpu", "0", "example.com/other", "-7");
            assertThat(passing(extender, offer(pod, "n2", "n9", "n1"))).containsExactly("n2", "n1", "n9");
            assertThat(passing(extender, offer(pod, "n1"))).containsExactly("n1");
            assertThat(extender.post("prioritize", offer(pod, "n1", "n2")).body())
                    .isEqualTo("[]");
            assertThat(extender.cluster().keeper().state().holds()).isZero();
        }
    }

    @Test
    void fieldsInAnyOrderAndUnknownOnesBetween() throws Exception {
        String pod = pod("p", TWO_ALIGNED);
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.NO_RDMA))) {
            for (String body : List.of(
                    "{\"NodeNames\":[\"n2\",\"n1\"],\"Nodes\":null,\"Pod\":" + pod + "}",
                    "{\"Pod\":" + pod + ",\"NodeNames\":[\"n2\",\"n1\"]}",
                    " \r\n\t{ \"X\" : [ { \"Pod\" : 1, \"a]\" : \"}\\\"\" } ] , \"NodeNames\" : [ \"n2\" , \"n1\" ] , \"Pod\" : "
                            + pod + ", \"Y\":-1.5e+3,\"Z\":{}}\n",
                    "{\"Pod\":" + pod + ",\"Nodes\":{\"items\":[]},\"NodeNames\":[\"n2\",\"n1\"]}",
                    "{\"Pod\":" + pod + ",\"NodeNames\":[\"n\\u0032\",\"\\u006e1\"]}",
                    "{\"\\u0050od\":" + pod + ",\"NodeNames\":[\"n2\",\"n1\"]}")) {
                assertThat(passing(extender, body)).as(body).containsExactly("n1");
            }
        }
    }

    @Test
    void containersOfAllKindsCount() throws Exception {
        String gpus = "\"resources\":{\"%s\":{\"nvidia.com/gpu\":\"%s\"}}";
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX))) {
            for (int[] sum : new int[][] {{4, 4, 0, 0, 1}, {4, 4, 1, 0, 0}, {0, 0, 1, 8, 0}, {8, 0, 0, 8, 1}}) {
                String spec = "{\"initContainers\":[{\"name\":\"s\",\"restartPolicy\":\"Always\","
                        + gpus.formatted("requests", sum[2]) + "},{\"name\":\"i\"," + gpus.formatted("requests", sum[3])
                        + "}],\"containers\":[{\"name\":\"a\"," + gpus.formatted("requests", sum[0])
                        + "},{\"name\":\"b\","
                        + gpus.formatted("limits", sum[1]) + "},{\"name\":\"n\",\"resources\":null},{\"name\":\"o\"}]}";
                boolean fits = Math.max(sum[0] + sum[1] + sum[2], sum[2] + sum[3]) <= 8;
                String pod = "{\"metadata\":{\"uid\":\"p\"},\"spec\":" + spec + "}";
                assertThat(passing(extender, offer(pod, "n1")))
                        .as("a %d, b %d, sidecar %d, init %d", sum[0], sum[1], sum[2], sum[3])
                        .hasSize(fits ? 1 : 0);
            }
        }
    }

    @Test
    void observingChangesNothing() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Settings.observing(), Cluster.HGX, Cluster.NO_RDMA))) {
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), "n2", "n1", "n7")))
                    .containsExactly("n2", "n1", "n7");
            assertThat(passing(extender, offer(pod("p", "gpu", "9"), "n2", "n1")))
                    .containsExactly("n2", "n1");
            assertThat(passing(extender, offer(pod("p", "gpu", "-9"), "n2", "n1")))
                    .as("a pod that asks for something wrong")
                    .containsExactly("n2", "n1");
            assertThat(passing(extender, offer(pod("p", TWO_ALIGNED), "n1"))).containsExactly("n1");
            assertThat(extender.post("prioritize", offer(pod("p", TWO_ALIGNED), "n1"))
                            .body())
                    .isEqualTo("[]");
            assertThat(extender.post("bind", Bodies.bind("p", "n1")).body())
                    .as("the scheduler leaves binding to us, so we bind without a word")
                    .isEqualTo("{}");
            assertThat(extender.post("preempt", Bodies.preempt(pod("p", TWO_ALIGNED), "n2=v", "n1="))
                            .body())
                    .isEqualTo(
                            "{\"NodeNameToMetaVictims\":{\"n2\":{\"Pods\":[{\"UID\":\"v\"}],\"NumPDBViolations\":0}}}");
            assertThat(extender.cluster().keeper().state().pods()).isZero();
        }
    }

    private static Cluster manyNodes(SchedulerFacts scheduler) {
        String[] machines = new String[200];
        Arrays.setAll(machines, i -> i % 3 == 0 ? Cluster.H20 : Cluster.HGX);
        return Cluster.of(Settings.with(scheduler), machines);
    }

    private static List<String> passing(Extender extender, String body) throws Exception {
        Answer answer = extender.post("filter", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonObject result = new JsonObject(answer.body());
        assertThat(result.getString("Error")).isEmpty();
        JsonArray names = result.getJsonArray("NodeNames");
        return names.stream().map(String::valueOf).toList();
    }
}
