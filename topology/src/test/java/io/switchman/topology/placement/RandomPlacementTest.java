package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.RandomCase;
import io.switchman.topology.RandomCases;
import io.switchman.topology.model.Locality;
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
            assertThat(placer.plan(again(drawn.shape()), again(drawn.request())))
                    .as("asked again, in other words")
                    .isEqualTo(placement);
            return placement instanceof Placement.Found;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + RandomCases.of(seed), e);
        }
    }

    /** The same for a pod: VFs of ports that are not usable do not matter. */
    private static NodeShape again(NodeShape shape) {
        int[] vfs = shape.freeVfs();
        for (int i = 0; i < vfs.length; i++) {
            vfs[i] = shape.offeredVfs(i);
        }
        return NodeShape.of(shape.machine(), shape.freeGpus(), shape.usablePorts(), vfs);
    }

    /** The same for the placer: it does not judge, so neither the order of names nor the wanted level matters. */
    private static Request again(Request request) {
        Policy policy = request.policy();
        Policy other = policy.mode() == Policy.Mode.IGNORE ? policy : policy.with(Policy.Mode.REQUIRE);
        return new Request(request.gpus(), request.vfs().reversed(), other.with(Locality.UNKNOWN));
    }
}
