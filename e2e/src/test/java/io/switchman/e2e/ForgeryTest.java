package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Caller;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Somebody writes what only Switchman and kubelets should, on a cluster without the admission policies that would keep him from it.
 */
class ForgeryTest {
    private static final String NODE = "a";
    private static final JsonObject TWO = new JsonObject()
            .put("nvidia.com/gpu", "2")
            .put("nvidia.com/sriov_rdma_vf_port4", "1")
            .put("nvidia.com/sriov_rdma_vf_port5", "1");
    private static final JsonObject ONE =
            new JsonObject().put("nvidia.com/gpu", "1").put("nvidia.com/sriov_rdma_vf_port0", "1");

    private static BurstStage stage;

    @BeforeAll
    static void open() {
        stage = BurstStage.open(BurstStage.Setup.enforcing("forgery").withoutPolicies(), Fleet.of("hgx-h100", NODE));
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void whatIsForgedChangesNoAccounting() {
        JsonObject ours = stage.create(Workload.pod("ours", new JsonObject(), ONE));
        JsonObject bound = stage.await(ours, "running", pod -> "Running".equals(EndState.phase(pod)));
        JsonObject settled = stage.awaitClaim(NODE, ours, claim -> claim.getBoolean("settled"));
        // Nobody says any more what pods really got, so what counts is what else is believed.
        stage.kubelets().close();

        JsonObject forged = bindByOthers("forged", plan(bound));
        JsonObject plain = bindByOthers("plain", null);
        assertForeign(forged);
        assertForeign(plain);

        forgeNetworks(bound);
        // What is seen after it is known, so it is known, too.
        JsonObject later = bindByOthers("later", null);
        assertForeign(later);
        assertThat(stage.claim(NODE, ours)).isEqualTo(settled);

        stage.switchman().process().kill();
        stage.switchman().process().start();
        assertForeign(forged);
        assertThat(stage.claim(NODE, ours)).isEqualTo(settled);
    }

    /** It has as many devices as it asks for, whatever it claims, and nobody knows which. */
    private static void assertForeign(JsonObject pod) {
        JsonObject claim = stage.awaitClaim(NODE, pod, _ -> true);
        assertThat(claim.getBoolean("settled")).as("%s", claim).isFalse();
        assertThat(claim.getJsonArray("gpus")).hasSize(2);
        assertThat(claim.getJsonArray("vfs")).hasSize(2);
    }

    /** Binds a pod as another scheduler would, with a plan of whoever made it. */
    private static JsonObject bindByOthers(String name, @Nullable JsonObject plan) {
        JsonObject pod = Workload.pod(name, new JsonObject(), TWO);
        pod.getJsonObject("spec").put("schedulerName", "others");
        JsonObject created = stage.create(pod);
        JsonObject meta = new JsonObject().put("name", name);
        if (plan != null) {
            String text = plan.put("pod", EndState.uid(created)).encode();
            meta.put("annotations", new JsonObject().put("switchman.io/plan", text));
        }
        JsonObject binding = new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "Binding")
                .put("metadata", meta)
                .put("target", new JsonObject().put("kind", "Node").put("name", NODE));
        Caller.Answer answer =
                stage.plane().admin().post("/api/v1/namespaces/default/pods/" + name + "/binding", binding.encode());
        assertThat(answer.code()).as("%s", answer).isEqualTo(201);
        return created;
    }

    /** A plan that is true in all but its signature: of this node, for this pod, of as few devices as somebody would like to pay for. */
    private static JsonObject plan(JsonObject bound) {
        String annotation =
                bound.getJsonObject("metadata").getJsonObject("annotations").getString("switchman.io/plan");
        return new JsonObject(annotation);
    }

    /** As if the networks plugin had given it nothing. */
    private static void forgeNetworks(JsonObject pod) {
        String status = "[{\"name\":\"default/none\",\"device-info\":{\"type\":\"pci\",\"version\":\"1.0.0\","
                + "\"pci\":{\"pci-address\":\"0000:00:00.0\"}}}]";
        JsonObject patch = new JsonObject()
                .put(
                        "metadata",
                        new JsonObject()
                                .put("annotations", new JsonObject().put("k8s.v1.cni.cncf.io/network-status", status)));
        Caller.Answer answer =
                stage.plane().admin().patch("/api/v1/namespaces/default/pods/" + EndState.name(pod), patch.encode());
        assertThat(answer.code()).as("%s", answer).isEqualTo(200);
    }
}
