package io.switchman.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Cluster;
import io.switchman.extender.app.Settings;
import io.switchman.extender.config.SchedulerFacts;
import io.switchman.topology.state.PodId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whole bodies as kube-scheduler 1.36 sends them (captured, with other names), in both of its cache modes, and the
 * answers to the byte.
 */
class GoldenTest {
    private static final PodId WORKER = new PodId("a262484c-828f-45e8-9ffb-0fffb79499e8");

    private Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX, Cluster.NO_RDMA));

    @BeforeEach
    void warm() throws Exception {
        assertThat(extender.post("filter", golden("filter-names.request")).status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() {
        extender.close();
    }

    @Test
    void filterByNames() throws Exception {
        expect("filter", "filter-names.request", "filter-names.answer");
        assertThat(extender.cluster().keeper().state().holds())
                .as("two nodes are left, so where the pod goes is not known yet")
                .isZero();
    }

    @Test
    void prioritizeByNames() throws Exception {
        expect("prioritize", "filter-names.request", "prioritize-names.answer");
        assertThat(extender.cluster().node("n1").holdOf(WORKER)).isNotNull();
    }

    @Test
    void bindTakesTheDevices() throws Exception {
        expect("prioritize", "filter-names.request", "prioritize-names.answer");
        expect("bind", "bind.request", "bind.answer");
        assertThat(Objects.requireNonNull(extender.cluster().node("n1").claimOf(WORKER))
                        .gpus())
                .as("the two GPUs beside ports 0 and 1")
                .isEqualTo(0b11);
        assertThat(extender.cluster().keeper().state().holds()).isZero();
        expect("bind", "bind.request", "bind.answer");
        expect("bind", "bind-elsewhere.request", "bind-elsewhere.answer");
    }

    @Test
    void filterByNamesWhereNoneFits() throws Exception {
        expect("filter", "filter-none.request", "filter-none.answer");
    }

    @Test
    void filterWhereEvictionHelps() throws Exception {
        restart(Cluster.of(Settings.with(new SchedulerFacts(38, 64)), Cluster.HGX));
        expect("filter", "filter-none.request", "filter-curable.answer");
    }

    @Test
    void filterByObjectsEchoesThemToTheByte() throws Exception {
        expect("filter", "filter-objects.request", "filter-objects.answer");
    }

    @Test
    void prioritizeByObjects() throws Exception {
        expect("prioritize", "filter-objects.request", "prioritize-objects.answer");
    }

    @Test
    void filterByObjectsWhereNoneFits() throws Exception {
        expect("filter", "filter-objects-none.request", "filter-objects-none.answer");
    }

    @Test
    void preemptByUids() throws Exception {
        takeTwoGpus();
        expect("preempt", "preempt-uids.request", "preempt-uids.answer");
    }

    @Test
    void preemptByPods() throws Exception {
        takeTwoGpus();
        expect("preempt", "preempt-pods.request", "preempt-uids.answer");
    }

    private void takeTwoGpus() {
        extender.onLoop(() -> {
            extender.cluster().claim("n1", "74d46f5f-41ec-4612-a8a0-f428e0c706b0", 0, 1);
            extender.cluster().claim("n1", "d94de6c3-3578-4ab8-995e-fe58b6b5e125", 0, 2);
            return "";
        });
    }

    private void expect(String verb, String request, String answer) throws IOException {
        Answer got = extender.post(verb, golden(request));
        assertThat(got.body()).isEqualTo(golden(answer).stripTrailing());
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.headers()).containsEntry("content-type", "application/json");
    }

    private void restart(Cluster cluster) {
        extender.close();
        extender = new Extender(cluster);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("golden/" + name + ".json")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
