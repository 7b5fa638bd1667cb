package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1NodeAffinity;
import io.kubernetes.client.openapi.models.V1NodeSelectorRequirement;
import io.kubernetes.client.openapi.models.V1NodeSelectorTerm;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PreferredSchedulingTerm;
import io.switchman.topology.placement.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods go where Switchman says, and stay where it says no. */
class PlacementTest {
    /** Under each switch one GPU and one rail. */
    private static final String SWITCHED = "switched";

    /** No switches at all. */
    private static final String FLAT = "flat";

    /** Rails 0 to 3 are all beside the first GPU. */
    private static final String CROWDED = "crowded";

    private static final String HOSTNAME = "kubernetes.io/hostname";

    private static Stage stage;

    @BeforeAll
    static void open() throws ApiException {
        stage = Stage.open(
                "placement", Map.of(SWITCHED, "hgx-h100", FLAT, "kvm-flat", CROWDED, "aws-p5", "bare", "no-rdma"));
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void podsAreBoundToTheNodeThatSwitchmanChose() throws ApiException {
        List<V1Pod> pods = new ArrayList<>();
        for (int rail = 0; rail < 8; rail += 2) {
            V1Pod pod = Pods.asking("pair-" + rail, 2, rail, rail + 1);
            Pods.spec(pod).affinity(preferring(FLAT));
            pods.add(stage.client().create(pod));
        }

        for (V1Pod pod : pods) {
            V1Pod bound = stage.client().await(pod, "bound", Pods::isBound);
            assertThat(Pods.node(bound)).as(Pods.meta(pod).getName()).isEqualTo(SWITCHED);
            assertThat(stage.switchman().heldOn(Pods.uid(pod))).isEqualTo(SWITCHED);
        }
    }

    @Test
    void podThatIsRefusedWaitsAndSaysWhy() throws ApiException {
        V1Pod pod = Pods.asking("refused", 2, 0, 1);
        Pods.meta(pod).putAnnotationsItem("switchman.io/policy", "require");
        Pods.spec(pod).putNodeSelectorItem(HOSTNAME, CROWDED);

        V1Pod refused = stage.client()
                .await(stage.client().create(pod), "unschedulable", now -> Pods.unschedulable(now) != null);

        assertThat(Pods.unschedulable(refused)).contains("1 " + Refusal.Code.NOT_ALIGNED.text());
        assertThat(Pods.node(refused)).isNull();
        assertThat(stage.switchman().heldOn(Pods.uid(refused))).isNull();
    }

    /** A wish that would decide if the scheduler's own scores did. */
    private static V1Affinity preferring(String node) {
        V1NodeSelectorRequirement there =
                new V1NodeSelectorRequirement().key(HOSTNAME).operator("In").addValuesItem(node);
        return new V1Affinity()
                .nodeAffinity(new V1NodeAffinity()
                        .addPreferredDuringSchedulingIgnoredDuringExecutionItem(new V1PreferredSchedulingTerm()
                                .weight(100)
                                .preference(new V1NodeSelectorTerm().addMatchExpressionsItem(there))));
    }
}
