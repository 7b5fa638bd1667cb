package io.switchman.extender.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.GangRef;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.policy.Annotations;
import io.switchman.extender.wire.PodFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsTest {
    private static final String SET = "jobset.sigs.k8s.io/jobset-name";
    private static final String JOB = "batch.kubernetes.io/job-name";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.kubeflow.org/job-name",
                JOB,
                SET,
                "leaderworkerset.sigs.k8s.io/name",
                "ray.io/cluster",
                "scheduling.x-k8s.io/pod-group"
            })
    void aLabelNamesTheJob(String label) {
        assertThat(Jobs.of("ns", null, Map.of(label, "j", "app", "x"), "g")).isEqualTo(new JobId("ns", "j"));
    }

    @Test
    void whatThePodSaysComesFirstAndItsGangLast() {
        assertThat(Jobs.of("ns", "said", Map.of(JOB, "j"), "g")).isEqualTo(new JobId("ns", "said"));
        assertThat(Jobs.of("ns", null, Map.of(JOB, ""), "g")).isEqualTo(new JobId("ns", "g"));
        assertThat(Jobs.of("ns", null, Map.of("app", "x"), "")).isNull();
    }

    @Test
    void theJobsOfASetAreOneJob() {
        assertThat(Jobs.of("ns", null, Map.of(JOB, "set-workers-0", SET, "set"), ""))
                .isEqualTo(new JobId("ns", "set"));
    }

    @Test
    void aNameThatNoObjectHasIsNone() {
        assertThat(Jobs.of("ns", null, Map.of(JOB, "j".repeat(253)), "")).isNotNull();
        assertThat(Jobs.of("ns", null, Map.of(JOB, "j".repeat(254)), "")).isNull();
    }

    @Test
    void oneObjectMayDescribeSeveralGangs() {
        assertThat(Jobs.name(gang("", ""))).isEqualTo("w");
        assertThat(Jobs.name(gang("g", "0"))).isNotEqualTo(Jobs.name(gang("g", "1")));
        assertThat(Jobs.name(null)).isEmpty();
    }

    @Test
    void aRequestSaysItsJob() {
        assertThat(job(Map.of(), Map.of(), "")).isNull();
        assertThat(job(Map.of(), Map.of(), "group")).isEqualTo(new JobId("ns", "group"));
        assertThat(job(Map.of(), Map.of(JOB, "j"), "group")).isEqualTo(new JobId("ns", "j"));
        assertThat(job(Map.of(Annotations.JOB, "said"), Map.of(JOB, "j"), "")).isEqualTo(new JobId("ns", "said"));
    }

    private static GangRef gang(String group, String replica) {
        return new GangRef(GangRef.Kind.WORKLOAD, "ns", "w", group, replica);
    }

    private static @Nullable JobId job(Map<String, String> annotations, Map<String, String> labels, String group) {
        var container = new PodFacts.ContainerNeeds(
                PodFacts.Phase.MAIN, "c", Map.of("nvidia.com/gpu", "1"), Map.of("nvidia.com/gpu", "1"));
        PodFacts pod = new PodFacts("u", "ns", "p", annotations, labels, List.of(container), 0, group);
        Asked asked = new Requests(ExtenderConfig.DEFAULT).of(pod);
        assertThat(asked).isInstanceOf(Asked.Devices.class);
        return ((Asked.Devices) asked).job();
    }
}
