package io.switchman.extender.app;

import static io.switchman.extender.app.Bodies.pod;
import static io.switchman.extender.app.Bodies.preempt;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Room that evictions make, and for whom it is kept. */
@ExtendWith(VertxExtension.class)
class NominationsTest {
    private static final long DEADLINE = 30_000;
    private static final String POD = pod("p", "", 10, "gpu", "8");

    private final ToldPods told = new ToldPods();
    private final Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX).toldBy(told);
    private Caller caller = new Caller(Vertx.vertx(), cluster);

    @BeforeEach
    void occupy(Vertx vertx) {
        caller = new Caller(vertx, cluster);
        for (String node : List.of("n1", "n2")) {
            cluster.claim(node, "a-" + node, 0, 0b1111);
            cluster.claim(node, "b-" + node, 0, 0b1111_0000);
            told.run("a-" + node, 0, node, "x");
            told.run("b-" + node, 0, node, "x");
        }
    }

    @Test
    void whatVictimsLeaveIsHeldAtOnceAndForThePodAlone() throws Exception {
        preemptBoth();
        told.nominate("p", "n1");
        leave("a-n1");
        assertThat(hold().claim().gpus()).as("the first victim's").isEqualTo(0b1111);
        cluster.advanceMillis(20_000);
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1", "n2")).isEmpty();
        leave("b-n1");
        assertThat(hold().claim().gpus()).isEqualTo(0xff);
        assertThat(hold().isFirm()).isTrue();
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1", "n2")).isEmpty();
        cluster.advanceMillis(DEADLINE - 1);
        assertThat(caller.filter(POD, "n1")).as("its own room").containsExactly("n1");
        assertThat(hold().isFirm()).isTrue();
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1", "n2")).isEmpty();
        assertThat(caller.bind("p", "n1")).isEmpty();
        assertThat(cluster.keeper().state().holds()).isZero();
    }

    @Test
    void roomIsKeptUntilSomeTimeAfterTheLastVictimLeft() throws Exception {
        preemptBoth();
        told.nominate("p", "n1");
        leave("a-n1");
        cluster.advanceMillis(10 * DEADLINE);
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1"))
                .as("one victim takes its time")
                .isEmpty();
        leave("b-n1");
        cluster.advanceMillis(DEADLINE - 1);
        caller.filter(POD, "n1");
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1")).isEmpty();
        cluster.advanceMillis(1);
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1")).containsExactly("n1");
    }

    @Test
    void nobodyElseGoesForAPodWhoseVictimsHaveLeft() throws Exception {
        preemptBoth();
        leave("a-n1");
        assertThat(caller.preempt(preempt(POD, "n2=a-n2,b-n2")))
                .as("half of the room is made")
                .contains("n2=[a-n2, b-n2]");
        preemptBoth();
        leave("b-n1");
        assertThat(caller.preempt(preempt(POD, "n2=a-n2,b-n2"))).doesNotContain("n2");
    }

    @Test
    void aNominationThatWeDidNotAnswerIsNone() throws Exception {
        told.nominate("p", "n1");
        leave("a-n1");
        leave("b-n1");
        assertThat(cluster.keeper().state().holds()).isZero();
        preemptBoth();
        told.nominate("p", "n3");
        leave("a-n2");
        assertThat(cluster.keeper().state().holds()).isZero();
    }

    @Test
    void anAnswerThatIsNotHeardOfIsForgotten() throws Exception {
        preemptBoth();
        cluster.advanceMillis(DEADLINE);
        leave("a-n1");
        told.nominate("p", "n1");
        leave("b-n1");
        assertThat(cluster.keeper().state().holds()).isZero();
    }

    @Test
    void roomIsGivenBackWhenThePodGoesOrIsMeantForAnotherNode() throws Exception {
        preemptBoth();
        told.nominate("p", "n1");
        leave("a-n1");
        told.nominate("p", "n2");
        leave("a-n2");
        assertThat(cluster.node("n1").holds()).isEmpty();
        assertThat(cluster.node("n2").holds()).hasSize(1);
        told.forget("p");
        caller.filter(pod("x", "gpu", "1"), "n1", "n2");
        assertThat(cluster.node("n2").holds())
                .extracting(Hold::isFirm)
                .as("only what x just took")
                .doesNotContain(true);
    }

    @Test
    void theAnswerOfLongestAgoIsForgottenFirst() throws Exception {
        CountedLimits hits = new CountedLimits();
        Nominations two = new Nominations(cluster.keeper(), told, 1_000, 2, hits);
        Nominations.Room room = new Nominations.Room(Set.of(new PodId("a-n1")), claim("q"));
        for (String uid : List.of("q", "r", "s")) {
            two.answered(new PodId(uid), Map.of("n1", room));
        }
        assertThat(two.size()).isEqualTo(2);
        assertThat(hits.hits()).containsExactly("NOMINATIONS 1");
        told.nominate("q", "n1");
        leave("a-n1");
        assertThat(cluster.keeper().state().holds()).isZero();
    }

    private static Claim claim(String uid) {
        return new Claim(new PodId(uid), "train/" + uid, 0, 0b1111, new int[8]);
    }

    private void preemptBoth() throws Exception {
        assertThat(caller.preempt(preempt(POD, "n1=a-n1,b-n1", "n2=a-n2,b-n2"))).contains("n2=[a-n2, b-n2]");
    }

    private void leave(String uid) {
        cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId(uid)));
    }

    private Hold hold() {
        return Objects.requireNonNull(cluster.keeper().holdOf(new PodId("p")));
    }
}
