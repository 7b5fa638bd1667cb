package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Pod;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API server dies and comes back. */
class ApiServerOutageTest {
    @Test
    void schedulingGoesOn() throws ApiException {
        try (Stage stage = Stage.open("outage", Map.of("one", "hgx-h100", "two", "hgx-h100"))) {
            V1Pod before = stage.client().create(Pods.asking("before", 1, 0));
            stage.client().await(before, "bound", Pods::isBound);

            stage.plane().apiServer().kill();
            stage.plane().apiServer().start();

            V1Pod after = stage.client().create(Pods.asking("after", 1, 1));
            V1Pod bound = stage.client().await(after, "bound", Pods::isBound);
            assertThat(Pods.node(bound)).isEqualTo(stage.switchman().heldOn(Pods.uid(after)));
            assertThat(stage.scheduler().isRunning()).isTrue();
        }
    }
}
