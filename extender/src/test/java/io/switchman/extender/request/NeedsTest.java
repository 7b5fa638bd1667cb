package io.switchman.extender.request;

import static io.switchman.extender.wire.PodFacts.Phase.INIT;
import static io.switchman.extender.wire.PodFacts.Phase.MAIN;
import static io.switchman.extender.wire.PodFacts.Phase.SIDECAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.PodFacts.ContainerNeeds;
import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.PodDemand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the kubelet is asked for, container by container. */
class NeedsTest {
    private static final String GPU = "nvidia.com/gpu";
    private static final String VF = "nvidia.com/sriov_rdma_vf";

    @Test
    void containersKeepTheirPlaces() {
        PodDemand demand = demand(
                container(INIT, Map.of(GPU, "1"), 0),
                container(SIDECAR, Map.of(VF, "1"), 0),
                container(INIT, Map.of(GPU, "2"), 0),
                container(MAIN, Map.of(GPU, "2"), 0),
                container(MAIN, Map.of(VF, "3"), 0));
        assertThat(demand)
                .isEqualTo(new PodDemand(
                        List.of(
                                new ContainerDemand(Map.of(GPU, 1), 0, false),
                                new ContainerDemand(Map.of(VF, 1), 0, true),
                                new ContainerDemand(Map.of(GPU, 2), 0, false)),
                        List.of(
                                new ContainerDemand(Map.of(GPU, 2), 0, false),
                                new ContainerDemand(Map.of(VF, 3), 0, false))));
        assertThat(demand.isDrawnOnce()).isFalse();
    }

    @Test
    void aLimitOfZeroIsNotTheSameAsNone() {
        PodFacts pod = pod(container(MAIN, Map.of(GPU, "0", VF, "1"), 0));
        Needs needs = new Needs(name -> name.contains("/"));
        assertThat(new Requests(ExtenderConfig.DEFAULT).of(pod))
                .isInstanceOfSatisfying(
                        Asked.Devices.class,
                        devices -> assertThat(devices.request().gpus())
                                .as("no device of it")
                                .isNull());
        assertThat(needs.demand(pod).containers())
                .as("but the kubelet makes hints for it")
                .containsExactly(new ContainerDemand(Map.of(GPU, 0, VF, 1), 0, false));
    }

    @Test
    void whoAsksForNothingOfOursIsLeftOut() {
        Needs needs = new Needs(GPU::equals);
        PodFacts pod = pod(
                container(INIT, Map.of("hugepages.kubernetes.io/fast", "1"), 0),
                container(MAIN, Map.of(GPU, "1", "kubernetes.io/batch", "1"), 0),
                container(MAIN, Map.of(), 0));
        assertThat(needs.demand(pod)).isEqualTo(new PodDemand(List.of(), List.of(ContainerDemand.of(Map.of(GPU, 1)))));
    }

    @Test
    void devicesOfWhichWeKnowNothingAreToldOf() {
        Needs needs = new Needs(GPU::equals);
        PodFacts pod = pod(
                container(INIT, Map.of("example.com/dongle", "1"), 0),
                container(MAIN, Map.of(GPU, "1", "example.com/dongle", "0"), 0));
        assertThat(needs.demand(pod))
                .as("their hints may move the mask, zeros too")
                .isEqualTo(new PodDemand(
                        List.of(new ContainerDemand(Map.of(), 0, false, true)),
                        List.of(new ContainerDemand(Map.of(GPU, 1), 0, false, true))));
    }

    @Test
    void cpusCountInPodsThatAreGuaranteed() {
        ContainerNeeds fixed = container(MAIN, Map.of(GPU, "1"), 8);
        ContainerNeeds helper = container(MAIN, Map.of(), 2);
        ContainerNeeds loose = container(SIDECAR, Map.of(), 0);
        assertThat(demand(fixed, helper).containers())
                .containsExactly(
                        new ContainerDemand(Map.of(GPU, 1), 8, false), new ContainerDemand(Map.of(), 2, false));
        assertThat(demand(fixed, helper, loose))
                .as("one container that is not fixed is enough")
                .isEqualTo(new PodDemand(List.of(), List.of(ContainerDemand.of(Map.of(GPU, 1)))));
    }

    @Test
    void aRequestKnowsItsPod() {
        var facts = pod(container(SIDECAR, Map.of(VF, "1"), 0), container(MAIN, Map.of(GPU, "1"), 0));
        var asked = new Requests(ExtenderConfig.DEFAULT).of(facts);
        assertThat(asked)
                .isInstanceOfSatisfying(
                        Asked.Devices.class,
                        devices -> assertThat(devices.request().pod())
                                .isEqualTo(new PodDemand(
                                        List.of(new ContainerDemand(Map.of(VF, 1), 0, true)),
                                        List.of(ContainerDemand.of(Map.of(GPU, 1))))));
    }

    private static PodDemand demand(ContainerNeeds... containers) {
        return new Needs(name -> name.contains("/")).demand(pod(containers));
    }

    private static ContainerNeeds container(PodFacts.Phase phase, Map<String, String> requests, int cpus) {
        Map<String, String> all = new HashMap<>(requests);
        if (cpus > 0) {
            all.putAll(Map.of("cpu", Integer.toString(cpus), "memory", "1Gi"));
        }
        return new ContainerNeeds(phase, "c", all, all);
    }

    private static PodFacts pod(ContainerNeeds... containers) {
        return new PodFacts("uid", "ns", "pod", Map.of(), Map.of(), List.of(containers), 0, "");
    }
}
