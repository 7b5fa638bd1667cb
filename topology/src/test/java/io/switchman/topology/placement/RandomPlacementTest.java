package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.RandomCase;
import io.switchman.topology.RandomCases;
import io.switchman.topology.state.NodeShape;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The placer against the oracle on nodes and requests drawn by chance. */
class RandomPlacementTest {
    private static final long CASES = 100_000;

    @Test
    void noChoiceIsBetter() {
        LongAdder found = new LongAdder();
        LongStream.range(0, CASES).parallel().forEach(seed -> {
            if (isFound(seed)) {
                found.increment();
            }
        });
        assertThat(found.sum()).as("cases with a plan").isGreaterThan(CASES / 2);
    }

    private static boolean isFound(long seed) {
        try {
            RandomCase drawn = RandomCases.of(seed);
            Placer placer = new Placer(drawn.weights(), Placer.DEFAULT_MAX_STATES);
            Placement placement = placer.plan(drawn.shape(), drawn.request());
            new PlanCheck(drawn.shape(), drawn.request(), drawn.weights()).check(placement);
            assertThat(placer.plan(again(drawn.shape()), drawn.request()))
                    .as("asked again")
                    .isEqualTo(placement);
            return placement instanceof Placement.Found;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + RandomCases.of(seed), e);
        }
    }

    private static NodeShape again(NodeShape shape) {
        return NodeShape.of(shape.machine(), shape.freeGpus(), shape.usablePorts(), shape.freeVfs());
    }
}
