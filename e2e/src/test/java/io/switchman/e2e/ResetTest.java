package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SR-IOV operator makes the VFs of a port anew while a pod has some of them. */
class ResetTest {
    private static final String NODE = "a";
    private static final String RAIL = "nvidia.com/sriov_rdma_vf_port0";
    private static final String STATES = "/apis/sriovnetwork.openshift.io/v1/namespaces/default/sriovnetworknodestates";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int VFS = 8;

    private static BurstStage stage;

    @BeforeAll
    static void open() {
        stage = BurstStage.open(BurstStage.Setup.enforcing("reset").with(crd()), Fleet.of("hgx-h100", NODE));
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void noPlanIsLostAndNobodyIsSentThereMeanwhile() {
        write("POST", STATES, state("Succeeded", VFS));
        JsonObject ours = stage.create(pod("ours"));
        stage.await(ours, "running", pod -> "Running".equals(EndState.phase(pod)));
        JsonObject settled = stage.awaitClaim(NODE, ours, claim -> claim.getBoolean("settled"));

        write("PATCH", STATES + "/" + NODE, state("InProgress", VFS));
        awaitPort(false, 7);
        JsonObject waiting = stage.create(pod("waiting"));
        assertThat(refusal(waiting)).contains("not enough free VFs");

        offer(0);
        write("PATCH", STATES + "/" + NODE, state("InProgress", 0));
        awaitPort(false, 0);
        assertThat(stage.claim(NODE, ours)).isEqualTo(settled);
        JsonObject another = stage.create(pod("another"));
        assertThat(refusal(another)).contains("Insufficient " + RAIL);

        write("PATCH", STATES + "/" + NODE, state("InProgress", VFS));
        offer(VFS);
        awaitPort(false, 7);
        assertThat(refusal(another)).contains("not enough free VFs");
        assertThat(stage.claim(NODE, ours)).isEqualTo(settled);

        write("PATCH", STATES + "/" + NODE, state("Succeeded", VFS));
        awaitPort(true, 7);
        assertThat(stage.claim(NODE, ours)).isEqualTo(settled);
        // Nothing that the scheduler watches has changed since: it is Switchman that wakes the pods.
        long start = System.nanoTime();
        for (JsonObject pod : new JsonObject[] {waiting, another}) {
            stage.await(pod, "bound", now -> EndState.node(now) != null);
            System.out.printf(
                    "reset: %s bound %d ms after the port was known%n",
                    pod.getJsonObject("metadata").getString("name"), (System.nanoTime() - start) / 1_000_000);
        }
        for (JsonObject pod : new JsonObject[] {waiting, another}) {
            stage.awaitClaim(NODE, pod, claim -> claim.getBoolean("settled"));
        }
        assertThat(stage.claim(NODE, ours)).isEqualTo(settled);
    }

    /** Alone it fits nowhere but on the rail that is made anew. */
    private static JsonObject pod(String name) {
        return Workload.pod(
                name,
                new JsonObject(),
                new JsonObject().put("nvidia.com/gpu", "1").put(RAIL, "1"));
    }

    private static String refusal(JsonObject pod) {
        JsonObject refused =
                stage.await(pod, "refused", now -> EndState.unschedulable(now) != null && EndState.node(now) == null);
        return Objects.requireNonNull(EndState.unschedulable(refused));
    }

    private static void awaitPort(boolean usable, int unclaimed) {
        Await.until(
                "port 0 to be " + (usable ? "usable" : "frozen") + " with " + unclaimed + " free VFs",
                SOON,
                () -> {
                    JsonObject port = stage.known(NODE).getJsonArray("ports").getJsonObject(0);
                    int free = port.getJsonArray("vfs").getJsonObject(0).getInteger("unclaimed");
                    return port.getBoolean("usable") == usable && free == unclaimed ? true : null;
                },
                () -> stage.known(NODE).encode());
    }

    /** The operator's view of the first port. */
    private static JsonObject state(String sync, int vfs) {
        JsonObject port = new JsonObject()
                .put("name", "ens1")
                .put(
                        "pciAddress",
                        stage.known(NODE).getJsonArray("ports").getJsonObject(0).getString("port"))
                .put("totalvfs", VFS)
                .put("numVfs", vfs)
                .put("linkSpeed", "400000 Mb/s");
        return new JsonObject()
                .put("apiVersion", "sriovnetwork.openshift.io/v1")
                .put("kind", "SriovNetworkNodeState")
                .put("metadata", new JsonObject().put("name", NODE))
                .put("status", new JsonObject().put("syncStatus", sync).put("interfaces", new JsonArray().add(port)));
    }

    /** What the device plugin offers. */
    private static void offer(int vfs) {
        JsonObject count = new JsonObject().put(RAIL, Integer.toString(vfs));
        JsonObject status = new JsonObject().put("capacity", count).put("allocatable", count);
        write("PATCH", "/api/v1/nodes/" + NODE + "/status", new JsonObject().put("status", status));
    }

    private static void write(String method, String path, JsonObject object) {
        String type = method.equals("PATCH") ? Caller.MERGE_PATCH : Caller.JSON;
        Caller.Answer answer = stage.plane().admin().send(method, path, type, object.encode());
        assertThat(answer.code()).as("%s", answer).isBetween(200, 201);
    }

    private static String crd() {
        try (InputStream in =
                Objects.requireNonNull(ResetTest.class.getResourceAsStream("/sriovnetworknodestates.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
