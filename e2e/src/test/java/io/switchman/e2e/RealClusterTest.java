package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Pod;
import io.switchman.e2e.plane.Await;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Switchman hears of nodes and pods from a real API server, and binds through it, with its own account. */
class RealClusterTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static KubernetesStage stage;

    @BeforeAll
    static void open() throws ApiException {
        stage = KubernetesStage.open("real", "enforce", Map.of("a", "hgx-h100", "b", "hgx-h100"));
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aPodIsBoundWithItsSignedPlanAndItsEndFreesTheDevices() throws ApiException {
        V1Pod pod = stage.client().create(Pods.asking("whole", 8, 0, 1, 2, 3, 4, 5, 6, 7));
        V1Pod bound = stage.client().await(pod, "bound", Pods::isBound);
        assertThat(Objects.requireNonNull(Pods.meta(bound).getAnnotations()).get("switchman.io/plan"))
                .contains("\"mac\"", "0000:1b:00.0");
        assertThat(claim(bound).gpus()).isEqualTo(0xff);
        assertThat(claim(bound).isExact()).isTrue();
        stage.client().delete(pod);
        awaitNoClaim(bound);
    }

    @Test
    void afterARestartTheSameIsKnown() throws Exception {
        V1Pod pod = stage.client().create(Pods.asking("stays", 2, 6, 7));
        V1Pod bound = stage.client().await(pod, "bound", Pods::isBound);
        Claim before = claim(bound);
        stage.restartSwitchman("enforce");
        assertThat(claim(bound)).isEqualTo(before);
        stage.client().delete(pod);
        awaitNoClaim(bound);
    }

    private static void awaitNoClaim(V1Pod pod) {
        Await.until(
                "devices of " + Pods.uid(pod) + " to be free",
                SOON,
                () -> find(pod) == null ? true : null,
                () -> "its claim is " + find(pod));
    }

    private static Claim claim(V1Pod pod) {
        return Objects.requireNonNull(find(pod));
    }

    private static @Nullable Claim find(V1Pod pod) {
        ClusterState state = stage.switchman().keeper().state();
        int slot = state.slotOf(new PodId(Pods.uid(pod)));
        return slot >= 0 && state.view(slot) instanceof NodeView.Known(Node node)
                ? node.claimOf(new PodId(Pods.uid(pod)))
                : null;
    }
}
