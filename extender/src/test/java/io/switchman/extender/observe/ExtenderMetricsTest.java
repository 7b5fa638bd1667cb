package io.switchman.extender.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.RunningExtender;
import io.switchman.extender.app.Tally;
import io.switchman.extender.config.Limit;
import io.switchman.extender.config.Limits;
import io.switchman.extender.network.NetworksMismatch;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ExtenderMetricsTest {
    private static final Limits STANDARD = Limits.DEFAULT;

    @Test
    void pageHoldsTheMetersOfTheEnumAndNoOthers(Vertx vertx) {
        List<String> page = page(RunningExtender.start(vertx));

        List<String> expected = Arrays.stream(Meters.values())
                .flatMap(meter -> meter.kind() == Meters.Kind.HISTOGRAM
                        ? List.of(type(meter.series(), "histogram"), type(meter.series() + "_max", "gauge")).stream()
                        : List.of(type(meter.series(), meter.kind().word())).stream())
                .toList();
        assertThat(page.stream().filter(line -> line.startsWith("# TYPE")))
                .containsExactlyInAnyOrderElementsOf(expected);
        for (Meters meter : Meters.values()) {
            assertThat(page).contains("# HELP " + meter.series() + " " + meter.help());
        }
    }

    @Test
    void pageIsInTheTextFormat(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);

        assertThat(extender.get("/metrics").headers().firstValue("content-type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void labelsHaveOnlyTheirOwnValues(Vertx vertx) {
        List<String> page = page(RunningExtender.start(vertx));

        for (Meters meter : Meters.values()) {
            for (Label label : meter.labels()) {
                TreeSet<String> seen = new TreeSet<>();
                page.stream()
                        .filter(line ->
                                line.startsWith(meter.series() + "{") || line.startsWith(meter.series() + "_count{"))
                        .forEach(line -> seen.add(line.replaceAll(".*[{,]" + label.word() + "=\"([^\"]*)\".*", "$1")));
                assertThat(label.allowed()).as(meter.series()).containsAll(seen);
                assertThat(seen).as(meter.series()).isNotEmpty();
            }
        }
    }

    @Test
    void namesFollowTheConventions() {
        for (Meters meter : Meters.values()) {
            assertThat(meter.series()).matches("switchman_[a-z_]+");
            assertThat(meter.series().endsWith("_total")).isEqualTo(meter.kind() == Meters.Kind.COUNTER);
            assertThat(meter.help()).endsWith(".");
        }
    }

    @Test
    void sumsUpTheCluster(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);

        assertThat(extender.meter("switchman_nodes{view=\"known\"}")).isEqualTo(4);
        assertThat(extender.meter("switchman_nodes{view=\"stale\"}")).isZero();
        assertThat(extender.meter("switchman_gpus{state=\"claimed\"}")).isEqualTo(4);
        assertThat(extender.meter("switchman_gpus{state=\"free\"}")).isEqualTo(28);
        assertThat(extender.meter("switchman_vfs{rail=\"0\",state=\"claimed\"}"))
                .isEqualTo(1);
        assertThat(extender.meter("switchman_vfs{rail=\"7\",state=\"claimed\"}"))
                .isZero();
        assertThat(extender.meter("switchman_pods")).isEqualTo(1);
        assertThat(extender.meter("switchman_claims_total{result=\"made\"}")).isEqualTo(1);
        assertThat(extender.meter("switchman_synced")).isEqualTo(1);
    }

    @Test
    void countsWhetherPodsOfAJobShareRails(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);
        for (String uid : List.of("uid-1", "uid-2")) {
            String pod = RunningExtender.pod(uid, 1, 1)
                    .replace("\"uid\"", "\"annotations\":{\"switchman.io/job\":\"j\"},\"uid\"");
            extender.call("filter", "{\"Pod\":" + pod + ",\"NodeNames\":[\"idle\"]}");
            extender.call(
                    "bind", "{\"PodName\":\"p\",\"PodNamespace\":\"ml\",\"PodUID\":\"" + uid + "\",\"Node\":\"idle\"}");
        }
        assertThat(extender.meter("switchman_job_rails_total{rails=\"certain\",told=\"at_bind\"}"))
                .isEqualTo(1);
        assertThat(extender.meter("switchman_job_rails_total{rails=\"broken\",told=\"at_bind\"}"))
                .isZero();
    }

    @Test
    void countsPodsWhoseNetworksDoNotFit(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);
        assertThat(extender.meter("switchman_networks_mismatch_total{kind=\"short\"}"))
                .isZero();
        extender.metrics().networksMismatch(NetworksMismatch.Kind.SHORT);
        assertThat(extender.meter("switchman_networks_mismatch_total{kind=\"short\"}"))
                .isEqualTo(1);
    }

    @Test
    void countsCalls(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);
        String args = "{\"Pod\":" + RunningExtender.pod("uid-next", 2, 2) + ",\"NodeNames\":[\"idle\",\"half\"]}";

        extender.call("filter", args);
        extender.call("prioritize", args);
        extender.call("filter", "{}");

        assertThat(extender.meter("switchman_calls_total{status=\"2xx\",verb=\"filter\"}"))
                .isEqualTo(1);
        assertThat(extender.meter("switchman_calls_total{status=\"4xx\",verb=\"filter\"}"))
                .isEqualTo(1);
        assertThat(extender.meter("switchman_call_duration_seconds_count{verb=\"filter\"}"))
                .isEqualTo(2);
        assertThat(extender.meter("switchman_call_duration_seconds_bucket{verb=\"filter\",le=\"5.0\"}"))
                .isEqualTo(2);
        assertThat(extender.meter("switchman_request_size_bytes_sum{verb=\"prioritize\"}"))
                .isEqualTo(args.length());
        assertThat(extender.meter("switchman_outcomes_total{outcome=\"done\",verb=\"prioritize\"}"))
                .isEqualTo(1);
        assertThat(extender.meter("switchman_holds")).isEqualTo(1);
        assertThat(extender.meter("switchman_gpus{state=\"held\"}")).isEqualTo(2);
        assertThat(extender.meter("switchman_boards")).isEqualTo(1);
        assertThat(extender.meter("switchman_requests_in_flight")).isZero();
    }

    @Test
    void sortsShortCallsIntoShortBuckets(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);
        double before = extender.meter("switchman_call_duration_seconds_bucket{verb=\"bind\",le=\"0.001\"}");

        extender.metrics().call(Tally.Verb.BIND, 200, 400_000);

        assertThat(extender.meter("switchman_call_duration_seconds_bucket{verb=\"bind\",le=\"0.001\"}"))
                .isEqualTo(before + 1);
        assertThat(extender.meter("switchman_call_duration_seconds_bucket{verb=\"bind\",le=\"2.5E-4\"}"))
                .isEqualTo(before);
    }

    @Test
    void countsRefusals(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);

        extender.call("filter", "{\"Pod\":" + RunningExtender.pod("u", 8, 1) + ",\"NodeNames\":[\"half\",\"ghost\"]}");

        assertThat(extender.meter("switchman_refused_nodes_total{code=\"GPUS_SHORT\"}"))
                .isEqualTo(1);
        assertThat(extender.meter("switchman_refused_nodes_total{code=\"NO_DATA\"}"))
                .isEqualTo(1);
        assertThat(extender.meter("switchman_outcomes_total{outcome=\"refused\",verb=\"filter\"}"))
                .isEqualTo(1);
    }

    @Test
    void showsLimits(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx);

        for (Limit limit : Limit.values()) {
            assertThat(extender.meter("switchman_limit{limit=\"" + limit.key() + "\"}"))
                    .isEqualTo((double) limit.of(STANDARD));
            assertThat(hits(extender, limit)).isZero();
        }
    }

    private static List<String> page(RunningExtender extender) {
        return extender.get("/metrics").body().lines().toList();
    }

    private static String type(String series, String kind) {
        return "# TYPE " + series + " " + kind;
    }

    private static double hits(RunningExtender extender, Limit limit) {
        return extender.meter("switchman_limit_hits_total{limit=\"" + limit.key() + "\"}");
    }
}
