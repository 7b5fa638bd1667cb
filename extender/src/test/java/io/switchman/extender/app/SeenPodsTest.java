package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.BindArgs;
import io.switchman.extender.wire.PodFacts;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SeenPodsTest {
    private static final int GANG = 64;

    private final SeenPods seen = new SeenPods();

    @Test
    void aGangThatComesWhenAllIsFullBinds(Vertx vertx) {
        Cluster cluster = Cluster.of(
                IntStream.range(0, GANG / 8).mapToObj(_ -> Cluster.HGX).toArray(String[]::new));
        fill();
        IntStream.range(0, GANG).forEach(i -> put("gang-" + i));

        JudgePool pool = new JudgePool(vertx, cluster.judge(), 1, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
        Binding binding = new Binding(
                cluster.keeper(),
                cluster.judge(),
                pool,
                seen,
                new FailedAdmissions(cluster.keeper(), 1, Cluster.SILENT),
                ClusterSide.NOBODY);
        for (int i = 0; i < GANG; i++) {
            assertThat(binding.bind(new BindArgs("p", "train", "gang-" + i, "n" + (1 + i / 8)))
                            .result())
                    .isEqualTo(new Binding.Result.Bound());
        }
    }

    @Test
    void thePodLookedAtLongestAgoFallsOut() {
        fill();
        assertThat(seen.get("old-0")).isNotNull();
        put("new");
        assertThat(seen.get("old-0")).isNotNull();
        assertThat(seen.get("old-1")).isNull();
        assertThat(seen.get("new")).isNotNull();
    }

    /** Each pod twice, as if all were tried again: that they are popular saves none of them. */
    private void fill() {
        for (int i = 0; i < SeenPods.CAPACITY; i++) {
            put("old-" + i);
        }
        for (int i = 0; i < SeenPods.CAPACITY; i++) {
            put("old-" + i);
        }
    }

    private void put(String uid) {
        Map<String, String> oneGpu = Map.of("nvidia.com/gpu", "1");
        var container = new PodFacts.ContainerNeeds(PodFacts.Phase.MAIN, "c", oneGpu, Map.of());
        var pod = new PodFacts(uid, "train", "p", Map.of(), Map.of(), List.of(container), 0, "");
        Asked asked = new Requests(ExtenderConfig.DEFAULT).of(pod);
        seen.put(pod, asked);
    }
}
