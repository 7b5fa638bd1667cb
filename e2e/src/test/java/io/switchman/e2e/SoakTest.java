package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pods come and go all the time. Now and then the traffic halts, everything is counted anew from the API and the kubelets' books, and
 * so is what lives on Switchman's heap: nothing may drift, and nothing may pile up.
 */
class SoakTest {
    private static final int NODES = Integer.getInteger("soak.nodes", 24);
    private static final int SECONDS = Integer.getInteger("soak.seconds", 18);
    private static final double RATE = Double.parseDouble(System.getProperty("soak.rate", "4"));
    private static final int SAMPLES = Integer.getInteger("soak.samples", 6);

    /** Megabytes that the heap may grow by in the second half, beside a kilobyte a pod: pods are remembered for bind, up to 100,000. */
    private static final double MOST_GROWN = Double.parseDouble(System.getProperty("soak.growth", "4"));

    private static final double MB = 1 << 20;
    private static final double KB = 1 << 10;

    /** So that pods have about half of all GPUs: each has some 2.5, each node 8. */
    private static final double LIFE =
            Double.parseDouble(System.getProperty("soak.life", Double.toString(0.5 * NODES * 8 / 2.5 / RATE)));

    private record Sample(double seconds, int pods, LiveHeap heap) {
        double megabytes() {
            return heap.total() / MB;
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void nothingDriftsAndNothingPilesUp() {
        try (BurstStage stage = BurstStage.open(
                BurstStage.Setup.enforcing("soak").configured("limits: {verdicts: 1000}"), Fleet.mixed(NODES))) {
            Traffic traffic = new Traffic(new Workload(stage, 5), RATE, LIFE, 6);
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < SAMPLES; i++) {
                traffic.run(Duration.ofMillis(1000L * SECONDS / SAMPLES));
                EndState end = EndState.await(stage);
                LiveHeap heap = LiveHeap.of(stage.switchman().process());
                Sample sample = new Sample(traffic.seconds(), traffic.arrived(), heap);
                samples.add(sample);
                System.out.printf(
                        "soak: after %.0f s and %d pods, live heap %.2f MB; %s%n",
                        sample.seconds(), sample.pods(), sample.megabytes(), end.summary());
            }
            traffic.drain();
            EndState end = EndState.await(stage);
            assertThat(end.pods()).isEmpty();
            report(samples, stage.switchman().get("/metrics"));
        }
    }

    private static void report(List<Sample> samples, String metrics) {
        Sample last = samples.getLast();
        List<Sample> half = samples.subList(samples.size() / 2, samples.size());
        double grown = slope(half) * (last.seconds() - half.getFirst().seconds());
        int pods = last.pods() - half.getFirst().pods();
        String growth = last.heap().growthSince(half.getFirst().heap());
        System.out.printf(
                "soak: %d nodes, %.1f pods a second came and %.1f were bound, mean life %.0f s; in the second half the live heap grew by"
                        + " %.2f MB, %.0f bytes a pod: %s%n",
                NODES,
                last.pods() / last.seconds(),
                bound(metrics) / last.seconds(),
                LIFE,
                grown,
                grown * MB / pods,
                growth);
        assertThat(grown)
                .as("MB by which the live heap grew in the second half, such as %s", growth)
                .isLessThan(MOST_GROWN + pods / KB);
    }

    /** Of the straight line that fits best, in megabytes a second. */
    private static double slope(List<Sample> samples) {
        double meanTime =
                samples.stream().mapToDouble(Sample::seconds).average().orElseThrow();
        double meanSize =
                samples.stream().mapToDouble(Sample::megabytes).average().orElseThrow();
        double both = 0;
        double square = 0;
        for (Sample sample : samples) {
            double time = sample.seconds() - meanTime;
            both += time * (sample.megabytes() - meanSize);
            square += time * time;
        }
        return both / square;
    }

    private static double bound(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("switchman_outcomes_total{")
                        && line.contains("verb=\"bind\"")
                        && line.contains("outcome=\"done\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
