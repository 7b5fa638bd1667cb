package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediesTest {
    private static KubeletNode node(String board, TopologyPolicy policy, String busy) {
        return Board.of(board).node(KubeletFacts.of(KubeletRelease.FROM_1_36, policy, TopologyScope.CONTAINER), busy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "A rails8 | BEST_EFFORT | - | 4*gpu 1*rail0 1*rail1 1*rail2 1*rail3 | none",
                "A rails8 | NONE        | - | 4*gpu 1*rail0 1*rail1 1*rail2 1*rail3 | OtherPolicy[policy=BEST_EFFORT]",
                "A pool8  | BEST_EFFORT | - | 4*gpu 4*vf | RailNames[]",
                "A rails8 | BEST_EFFORT | g1 g3 | 2*gpu 1*rail0 1*rail1 | FreedGpu[gpu=1]",
                "A rails8 | BEST_EFFORT | - | 2*gpu 1*rail0 1*rail1 | Steering[]",
                "A rails8 | BEST_EFFORT | - | 4*gpu, 1*rail4 1*rail5 1*rail6 1*rail7 | OtherScope[scope=POD]",
                "A pool8  | BEST_EFFORT | g2 g3 g4 g5 g6 g7 | 2*gpu 2*vf | RailNames[]",
                "B pool8  | NONE        | - | 8*gpu 8*vf | RailNames[]",
                "B rails8 | RESTRICTED  | - | 8*gpu 1*rail0 1*rail1 1*rail2 1*rail3 1*rail4 1*rail5 1*rail6 1*rail7"
                        + " | OtherPolicy[policy=BEST_EFFORT]",
                "A rails8 | BEST_EFFORT | g0 g1 | 2*gpu 1*rail0 1*rail1 | none",
                "A pool8  | NONE        | - | 2*gpu 2*vf | Both[first=RailNames[], second=Steering[]]",
            })
    void theCheapestChange(String board, TopologyPolicy policy, String busy, String pod, String change) {
        KubeletNode node = node(board, policy, busy);
        Remedy remedy = Remedies.cheapest(List.of(node), Board.pod(pod), Goal.paired(node));
        assertThat(remedy == null ? null : remedy.toString()).isEqualTo(change);
    }

    /** What is drawn comes as often as was said, and only what was said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A pool1  | NONE        | -  | 2*gpu 2*vf",
                "A pool8  | BEST_EFFORT | -  | 2*gpu 2*vf",
                "B rails1 | BEST_EFFORT | -  | 1*gpu 1*rail0",
                "A rails1 | NONE        | g3 | 2*gpu 1*rail0 1*rail1",
                "B pool8  | BEST_EFFORT | g2 | 3*gpu 3*vf",
            })
    void thePlayedKubeletDrawsWhatIsForecast(String board, TopologyPolicy policy, String busy, String text) {
        KubeletNode node = node(board, policy, busy);
        PodDemand pod = Board.pod(text);
        Goal goal = Goal.paired(node);
        Forecast forecast = Forecast.of(node, pod, goal);
        RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        int hits = 0;
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            StockKubelet.Devices devices = Objects.requireNonNull(StockKubelet.admit(node, pod, dice));
            assertThat(forecast.gpuSets()).contains(devices.gpus());
            int[] perPlace = new int[goal.places()];
            int vfs = 0;
            for (int port = 0; port < devices.vfs().length; port++) {
                perPlace[goal.placeOfPort(port)] += devices.vfs()[port];
                vfs += devices.vfs()[port];
            }
            int gpus = Long.bitCount(devices.gpus());
            hits += goal.isMet(goal.perClass(devices.gpus()), perPlace, gpus, vfs) ? 1 : 0;
        }
        assertThat((double) hits / draws).isBetween(forecast.p() - 0.02, forecast.p() + 0.02);
    }

    @Test
    void whatHoldsForEachSetupHolds() {
        Forecast certain = new Forecast(OutcomeClass.CERTAIN, 1, List.of(3L));
        Forecast chance = new Forecast(OutcomeClass.CHANCE, 0.25, List.of(3L, 12L));
        Forecast never = new Forecast(OutcomeClass.IMPOSSIBLE, 0, List.of(12L));
        assertThat(Forecast.whichever(List.of(certain, certain)).kind()).isEqualTo(OutcomeClass.CERTAIN);
        assertThat(Forecast.whichever(List.of(certain, chance)))
                .isEqualTo(new Forecast(OutcomeClass.UNKNOWN, 0.25, List.of(3L, 12L)));
        assertThat(Forecast.whichever(List.of(never, Forecast.REJECTED)).kind()).isEqualTo(OutcomeClass.IMPOSSIBLE);
        assertThat(Forecast.whichever(List.of(certain, Forecast.REJECTED)).kind())
                .isEqualTo(OutcomeClass.UNKNOWN);
    }
}
