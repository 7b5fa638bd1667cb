package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ExtenderConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After a quiet time nothing is bound before a list of all pods has come. */
@ExtendWith(VertxExtension.class)
class TakeoverTest {
    private static final String POD = Bodies.offer(Bodies.pod("p", "gpu", "1"), "n1");

    private final Side side = new Side();
    private final CountingTally tally = new CountingTally();
    private final Cluster cluster =
            Cluster.of(ExtenderConfig.DEFAULT, Cluster.HGX).countedBy(tally).beside(side.side(side::list));

    @Test
    void theFirstBindingWaitsForAList(Vertx vertx) throws Exception {
        cluster.filter(vertx, POD);
        Future<byte[]> bound = cluster.bind(vertx, Bodies.bind("p", "n1"));
        assertThat(bound.isComplete()).isFalse();
        assertThat(cluster.keeper().state().pods()).as("only its hold").isEqualTo(1);
        assertThat(cluster.node("n1").claims()).isEmpty();

        side.lists.getFirst().complete();
        assertThat(text(bound)).isEqualTo("{}");
        assertThat(cluster.node("n1").claims()).hasSize(1);
        assertThat(tally.of("caughtUp")).isEqualTo(1);
    }

    @Test
    void bindingsShareAList(Vertx vertx) throws Exception {
        side.shown.put("q", null);
        cluster.filter(vertx, POD);
        Future<byte[]> one = cluster.bind(vertx, Bodies.bind("p", "n1"));
        Future<byte[]> other = cluster.bind(vertx, Bodies.bind("q", "n1"));
        assertThat(side.lists).hasSize(1);
        side.lists.getFirst().complete();
        assertThat(text(one)).isEqualTo("{}");
        assertThat(text(other)).contains("pod q is not known");
    }

    @Test
    void whoIsCalledAllTheTimeListsOnce(Vertx vertx) throws Exception {
        bindAndList(vertx);
        for (int i = 0; i < 5; i++) {
            cluster.advanceMillis(14_000);
            cluster.filter(vertx, Bodies.offer(Bodies.pod("p" + i, "gpu", "1"), "n1"));
            assertThat(text(cluster.bind(vertx, Bodies.bind("p" + i, "n1")))).isEqualTo("{}");
        }
        assertThat(side.lists).hasSize(1);
    }

    @Test
    void aQuietTimeCallsForAnotherList(Vertx vertx) throws Exception {
        bindAndList(vertx);
        cluster.advanceMillis(15_000);
        cluster.filter(vertx, Bodies.offer(Bodies.pod("q", "gpu", "1"), "n1"));
        assertThat(cluster.bind(vertx, Bodies.bind("q", "n1")).isComplete()).isFalse();
        assertThat(side.lists).hasSize(2);
    }

    @Test
    void aListFromBeforeTheQuietTimeIsNotEnough(Vertx vertx) throws Exception {
        cluster.filter(vertx, POD);
        Future<byte[]> first = cluster.bind(vertx, Bodies.bind("p", "n1"));
        cluster.advanceMillis(15_000);
        cluster.filter(vertx, Bodies.offer(Bodies.pod("q", "gpu", "1"), "n1"));
        Future<byte[]> second = cluster.bind(vertx, Bodies.bind("q", "n1"));
        side.lists.getFirst().complete();
        assertThat(first.isComplete()).isTrue();
        assertThat(second.isComplete()).isFalse();
        side.lists.get(1).complete();
        assertThat(text(second)).isEqualTo("{}");
    }

    @Test
    void withoutAListNothingIsTakenAndTheNextTriesAgain(Vertx vertx) throws Exception {
        cluster.filter(vertx, POD);
        long before = System.nanoTime();
        String refused = text(cluster.bind(vertx, Bodies.bind("p", "n1")));
        assertThat(refused).contains("was not there in time; try again");
        assertThat(System.nanoTime() - before)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(900), TimeUnit.MILLISECONDS.toNanos(4_000));
        assertThat(cluster.node("n1").claims()).isEmpty();
        assertThat(tally.of("late")).isEqualTo(1);

        side.lists.getFirst().complete();
        assertThat(text(cluster.bind(vertx, Bodies.bind("p", "n1")))).isEqualTo("{}");
    }

    private void bindAndList(Vertx vertx) throws Exception {
        cluster.filter(vertx, POD);
        Future<byte[]> bound = cluster.bind(vertx, Bodies.bind("p", "n1"));
        side.lists.getFirst().complete();
        assertThat(text(bound)).isEqualTo("{}");
    }

    private static String text(Future<byte[]> answer) throws Exception {
        byte[] body = answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return new String(body, StandardCharsets.UTF_8);
    }
}
