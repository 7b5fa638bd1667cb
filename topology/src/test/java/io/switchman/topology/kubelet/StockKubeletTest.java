package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockKubeletTest {
    /** The kubelet keeps the devices of ended init containers for the pod's life, whether its other containers use them or not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A pool1  | 4*gpu 3*vf init, 2*gpu 1*vf                    | 4 | 3",
                "A pool8  | 4*gpu 3*vf init, 2*gpu 1*vf                    | 4 | 3",
                "A pool8  | 2*gpu 1*vf init, 4*gpu 3*vf                    | 4 | 3",
                "B rails8 | 2*gpu 2*rail0 init, 1*gpu 1*rail0 1*rail1      | 2 | 3",
                "A pool8  | 1*gpu 1*vf sidecar, 3*gpu 1*vf init, 1*gpu 2*vf | 4 | 3",
            })
    void aPodHasWhatItsInitContainersLeave(String board, String pod, int gpus, int vfs) {
        KubeletNode node = Board.of(board)
                .node(KubeletFacts.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE, TopologyScope.CONTAINER), "g0");
        RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        for (int i = 0; i < 20; i++) {
            StockKubelet.Devices devices = Objects.requireNonNull(StockKubelet.admit(node, Board.pod(pod), dice));
            assertThat(Long.bitCount(devices.gpus())).isEqualTo(gpus);
            assertThat(devices.gpus() & 1).as("in use before").isZero();
            assertThat(Arrays.stream(devices.vfs()).sum()).isEqualTo(vfs);
        }
    }
}
