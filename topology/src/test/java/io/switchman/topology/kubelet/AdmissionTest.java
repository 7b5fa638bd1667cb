package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final NumaNodes TWO = NumaNodes.of(List.of(0, 1));
    private static final List<Hint> EITHER = List.of(new Hint(1, true), new Hint(2, true), new Hint(3, false));
    private static final List<Hint> BOTH = List.of(new Hint(3, true));

    @Test
    void theLowerOfTwoEqualNodesWins() {
        assertThat(admit(TopologyPolicy.RESTRICTED, List.of(EITHER, EITHER))).isEqualTo(new Admission(true, 1));
    }

    @Test
    void mixedWidthsAreNeverPreferred() {
        assertThat(admit(TopologyPolicy.RESTRICTED, List.of(BOTH, EITHER)).admitted())
                .isFalse();
    }

    @Test
    void amongOthersTheWidthThatOneNeedsWins() {
        assertThat(admit(TopologyPolicy.BEST_EFFORT, List.of(BOTH, EITHER))).isEqualTo(new Admission(true, 3));
    }

    @Test
    void masksWithoutACommonNodeLeaveAll() {
        List<List<Hint>> apart = List.of(List.of(new Hint(1, true)), List.of(new Hint(2, true)));
        assertThat(admit(TopologyPolicy.BEST_EFFORT, apart)).isEqualTo(new Admission(true, 3));
        assertThat(admit(TopologyPolicy.RESTRICTED, apart).admitted()).isFalse();
    }

    @Test
    void nobodyCaresIsAdmittedWithoutAffinity() {
        List<List<Hint>> nobody = List.of(List.of(Hint.DONT_CARE), List.of(Hint.DONT_CARE));
        assertThat(admit(TopologyPolicy.SINGLE_NUMA_NODE, nobody)).isEqualTo(new Admission(true, Hint.ANY));
        assertThat(admit(TopologyPolicy.RESTRICTED, nobody)).isEqualTo(new Admission(true, 3));
    }

    @Test
    void aProviderThatCannotBeSatisfiedIsRefused() {
        List<List<Hint>> lists = List.of(EITHER, List.of(Hint.IMPOSSIBLE));
        assertThat(admit(TopologyPolicy.BEST_EFFORT, lists)).isEqualTo(new Admission(true, 1));
        assertThat(admit(TopologyPolicy.RESTRICTED, lists).admitted()).isFalse();
        assertThat(admit(TopologyPolicy.SINGLE_NUMA_NODE, lists).admitted()).isFalse();
    }

    @Test
    void nearNodesComeBeforeLowOnes() {
        NumaNodes four =
                new NumaNodes(List.of(0, 1, 2), List.of(List.of(10, 30, 20), List.of(30, 10, 12), List.of(20, 12, 10)));
        List<Hint> pairs = List.of(new Hint(3, true), new Hint(5, true), new Hint(6, true));
        assertThat(new HintMerge(four, true).merge(List.of(pairs)).mask()).isEqualTo(6);
        assertThat(new HintMerge(four, false).merge(List.of(pairs)).mask()).isEqualTo(3);
    }

    private static Admission admit(TopologyPolicy policy, List<List<Hint>> lists) {
        return Admission.of(KubeletFacts.of(KubeletRelease.FROM_1_36, policy, TopologyScope.CONTAINER), TWO, lists);
    }
}
