package io.switchman.extender.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Locality;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final int PODS = 40;

    /** Gives each pod back once, right after it was placed, as a cluster whose bind was refused. */
    private static final class Fickle implements Cluster {
        private final Set<DemoPod> seen = new HashSet<>();
        private @Nullable DemoPod last;
        private int running;

        @Override
        public Placing place(DemoPod pod) {
            if (seen.add(pod)) {
                last = pod;
            } else {
                running++;
            }
            return new Placing.Goes();
        }

        @Override
        public List<DemoPod> takeReturned() {
            DemoPod pod = last;
            last = null;
            return pod == null ? List.of() : List.of(pod);
        }

        @Override
        public void end(DemoPod pod) {
            running--;
        }

        @Override
        public void settle() {}

        @Override
        public Locality level(DemoPod pod) {
            return Locality.SAME_SWITCH;
        }
    }

    @Test
    void podsThatWereGivenBackWaitAndAreCountedOnce() throws IOException {
        Fickle cluster = new Fickle();

        Outcomes outcomes = new Replay(cluster).run(pods(), _ -> {});

        int left = outcomes.leftOver().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(outcomes.placedPods() + left).isEqualTo(PODS);
        assertThat(outcomes.leftOver().keySet())
                .isSubsetOf(Set.of("Switchman: the devices went to another pod before bind"));
        assertThat(cluster.running).isNotNegative();
    }

    private static List<DemoPod> pods() {
        return IntStream.range(0, PODS)
                .mapToObj(i -> new DemoPod(i, "1 + 1", "nvidia.com/gpu", 1, Map.of(Workload.POOL, 1), true, 3))
                .toList();
    }
}
