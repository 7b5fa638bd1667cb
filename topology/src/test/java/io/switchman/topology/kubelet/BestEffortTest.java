package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BestEffortTest {
    private static final GpuScores BOARD_A = GpuScores.of(8, (i, j) -> i / 2 == j / 2 ? 50 : i / 4 == j / 4 ? 20 : 10);
    private static final GpuScores BOARD_B = GpuScores.of(8, (i, j) -> i / 4 == j / 4 ? 20 : 10);

    @Test
    void takesAnIntactPairOfBoardA() {
        assertThat(sets(BOARD_A, 0b1111_1111, 0, 2))
                .containsExactlyInAnyOrder(0b11L, 0b1100L, 0b11_0000L, 0b1100_0000L);
        assertThat(sets(BOARD_A, 0b1111_1010, 0, 2)).containsExactlyInAnyOrder(0b11_0000L, 0b1100_0000L);
        assertThat(sets(BOARD_A, 0b1010_1010, 0, 2)).containsExactlyInAnyOrder(0b1010L, 0b1010_0000L);
        assertThat(sets(BOARD_A, 0b1111_1010, 0, 4)).containsExactly(0b1111_0000L);
    }

    @Test
    void takesAnyPairOfOneSocketOfBoardB() {
        assertThat(sets(BOARD_B, 0b1111_1111, 0, 2)).hasSize(12);
        assertThat(sets(BOARD_B, 0b1111_1111, 0b1000, 2)).containsExactlyInAnyOrder(0b1001L, 0b1010L, 0b1100L);
    }

    @Test
    void aPaddedSetCrashesThePlugin() {
        GpuScores bridge = GpuScores.of(5, (i, j) -> i == 0 && j == 1 ? 400 : i > 1 ? 20 : 10);
        assertThat(sets(bridge, 0b11111, 0, 3)).containsExactly(0L);
    }

    @Test
    void chancesAreThoseOfShuffledLists() {
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            int gpus = 2 + random.nextInt(6);
            int[][] levels = new int[gpus][gpus];
            for (int[] row : levels) {
                java.util.Arrays.setAll(row, i -> 10 * (1 + random.nextInt(2)));
            }
            BestEffort policy = new BestEffort(GpuScores.of(gpus, (i, j) -> levels[i][j]));
            int size = 1 + random.nextInt(gpus);
            long required = size > 1 && random.nextBoolean() ? 1L << random.nextInt(gpus) : 0;
            Map<Long, Double> counted = new HashMap<>();
            double[] orders = new double[1];
            permute(new int[gpus], 0, 0, gpus, order -> {
                orders[0]++;
                counted.merge(policy.choose(order, required, size), 1.0, Double::sum);
            });
            policy.chooseInAnyOrder((1L << gpus) - 1, required, size)
                    .forEach((set, weight) -> assertThat(counted.getOrDefault(set, 0.0) / orders[0])
                            .isCloseTo(weight, within(1e-9)));
            assertThat(policy.chooseInAnyOrder((1L << gpus) - 1, required, size).size())
                    .isEqualTo(counted.size());
        }
    }

    private static void permute(
            int[] order, int place, long used, int gpus, java.util.function.Consumer<Listing> action) {
        if (place == gpus) {
            long packed = 0;
            for (int i = 0; i < gpus; i++) {
                packed |= (long) order[i] << 4 * i;
            }
            action.accept(new Listing(used, packed));
            return;
        }
        for (int gpu = 0; gpu < gpus; gpu++) {
            if ((used >>> gpu & 1) == 0) {
                order[place] = gpu;
                permute(order, place + 1, used | 1L << gpu, gpus, action);
            }
        }
    }

    private static Set<Long> sets(GpuScores scores, long offered, long required, int size) {
        Set<Long> sets = new HashSet<>();
        new BestEffort(scores).chooseInAnyOrder(offered, required, size).forEach((set, weight) -> sets.add(set));
        return sets;
    }
}
