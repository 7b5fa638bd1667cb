package io.switchman.extender.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.wire.MalformedRequest;
import io.switchman.extender.wire.NameTable;
import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.RequestReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which containers get CPUs of their own, as the kubelet tells it from a pod. */
class ComputeClassTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // requests | limits | guaranteed | CPUs of its own
                "- | cpu 8 memory 1Gi | true | 8",
                "cpu 8 memory 1Gi | cpu 8 memory 1Gi | true | 8",
                "cpu 4 memory 1Gi | cpu 8 memory 1Gi | false | 0",
                "cpu 8 memory 1Gi | cpu 8 memory 2Gi | false | 0",
                "cpu 8 memory 1Gi | - | false | 0",
                "- | cpu 8 | false | 0",
                "- | memory 1Gi | false | 0",
                "- | cpu 1500m memory 1Gi | true | 0",
                "- | cpu 0 memory 1Gi | false | 0",
                "- | cpu 8 memory 0 | false | 0",
                "- | - | false | 0",
                "- | cpu 8 memory 1Gi nvidia.com/gpu 2 | true | 8",
            })
    void containers(@Nullable String requests, @Nullable String limits, boolean guaranteed, int cpus)
            throws MalformedRequest {
        PodFacts pod = pod("{\"containers\":[" + container(requests, limits) + "]}");
        PodFacts.ContainerNeeds container = pod.containers().getFirst();
        assertThat(ComputeClass.isGuaranteed(pod)).isEqualTo(guaranteed);
        assertThat(guaranteed ? ComputeClass.ownCpus(container) : 0).isEqualTo(cpus);
        assertThat(new Needs(name -> name.contains("/")).demand(pod).names())
                .as("CPU and memory are no devices")
                .allMatch(name -> name.contains("/"));
    }

    @Test
    void aPodIsGuaranteedIfAllItsContainersAre() throws MalformedRequest {
        String fixed = container(null, "cpu 2 memory 1Gi");
        String loose = container(null, "cpu 2");
        assertThat(ComputeClass.isGuaranteed(pod("{\"containers\":[" + fixed + "," + fixed + "]}")))
                .isTrue();
        assertThat(ComputeClass.isGuaranteed(pod("{\"containers\":[" + fixed + "," + loose + "]}")))
                .isFalse();
        assertThat(ComputeClass.isGuaranteed(
                        pod("{\"initContainers\":[" + loose + "],\"containers\":[" + fixed + "]}")))
                .isFalse();
    }

    private static PodFacts pod(String spec) throws MalformedRequest {
        String body = "{\"Pod\":{\"spec\":" + spec + "},\"NodeNames\":[]}";
        return new RequestReader(64, 100)
                .filter(body.getBytes(StandardCharsets.UTF_8), NameTable.EMPTY)
                .pod();
    }

    private static String container(@Nullable String requests, @Nullable String limits) {
        return "{\"name\":\"c\",\"resources\":{\"requests\":" + quantities(requests) + ",\"limits\":"
                + quantities(limits) + "}}";
    }

    private static String quantities(@Nullable String words) {
        return words == null
                ? "null"
                : "{" + words.replaceAll("(\\S+) (\\S+)", "\"$1\":\"$2\"").replace("\" \"", "\",\"") + "}";
    }
}
