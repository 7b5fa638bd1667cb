package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept of the plugin's answers. */
class GpuChoicesTest {
    /** On a machine with more than eight GPUs there are millions of questions. */
    @Test
    void onlySoManyAnswersAreKept() {
        GpuChoices choices = new GpuChoices(GpuScores.of(31, (_, _) -> 1));
        int asked = 0;
        for (long offered = 0b1111; asked < GpuChoices.MOST + 1_000; offered = nextOfAsMany(offered)) {
            BestEffort.Question question = new BestEffort.Question(offered, 0, 1);
            assertThat(choices.inAnyOrder(question)).hasSize(4);
            asked++;
        }
        assertThat(choices.size()).isLessThanOrEqualTo(GpuChoices.MOST).isPositive();
    }

    /** The next higher number with as many bits. */
    private static long nextOfAsMany(long set) {
        long lowest = set & -set;
        long carried = set + lowest;
        return carried | ((set ^ carried) / lowest) >>> 2;
    }
}
