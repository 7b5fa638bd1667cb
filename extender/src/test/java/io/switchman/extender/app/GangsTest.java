package io.switchman.extender.app;

import static io.switchman.extender.app.Bodies.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.ShapeJudge;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gangs, case by case. */
@ExtendWith(VertxExtension.class)
class GangsTest {
    private static final long DEADLINE = 30_000;

    private final ToldPods told = new ToldPods();
    private final Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX).toldBy(told);
    private Caller caller = new Caller(Vertx.vertx(), cluster);

    @BeforeEach
    void start(Vertx vertx) {
        caller = new Caller(vertx, cluster);
    }

    @Test
    void membersHoldFirmlyUntilTheDeadlineOfTheFirst() throws Exception {
        told.gang("g", 0, 1, "a", "b");
        assertThat(place("a", 8)).isEqualTo("n1");
        cluster.advanceMillis(20_000);
        assertThat(place("b", 8)).isEqualTo("n2");
        assertThat(place("a", 8)).as("judged without its own hold").isEqualTo("n1");
        assertThat(hold("a")).extracting(Hold::isFirm).isEqualTo(true);
        assertThat(hold("b").deadlineNanos())
                .isEqualTo(hold("a").deadlineNanos())
                .isEqualTo(DEADLINE * 1_000_000);
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1", "n2")).isEmpty();
        cluster.advanceMillis(10_000);
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1", "n2")).hasSize(2);
        assertThat(cluster.keeper().state().holds()).as("b's hold, too").isEqualTo(0);
    }

    @Test
    void anAttemptThatCameToNothingIsFollowedByARest() throws Exception {
        told.gang("g", 0, 1, "a", "b", "c");
        place("a", 8);
        place("b", 8);
        cluster.advanceMillis(DEADLINE);
        assertThat(place("a", 8)).isEqualTo("n1");
        assertThat(place("b", 8)).as("beside the others as before").isEqualTo("n2");
        assertThat(hold("a").isFirm()).isFalse();
        assertThat(hold("b").deadlineNanos()).isEqualTo(2 * DEADLINE * 1_000_000);
        assertThat(caller.filter(pod("x", "gpu", "1"), "n1", "n2"))
                .as("to others they give way")
                .hasSize(2);
        assertThat(caller.filter(pod("c", "gpu", "1"), "n1", "n2"))
                .as("to their own they do not")
                .isEmpty();
        assertThat(cluster.keeper().state().holds()).isZero();
        cluster.advanceMillis(DEADLINE);
        place("a", 8);
        assertThat(hold("a").isFirm()).as("it has rested").isTrue();
        assertThat(hold("a").deadlineNanos()).isEqualTo(3 * DEADLINE * 1_000_000);
    }

    @Test
    void aRefusalDoesNotBeginAnotherAttempt() throws Exception {
        told.gang("g", 0, 1, "a", "b", "c");
        place("a", 8);
        place("b", 8);
        cluster.advanceMillis(10_000);
        assertThat(caller.filter(pod("c", "gpu", "1"), "n1", "n2")).isEmpty();
        place("b", 8);
        assertThat(hold("b").isFirm()).isTrue();
        assertThat(hold("b").deadlineNanos()).isEqualTo(DEADLINE * 1_000_000);
        cluster.advanceMillis(20_000);
        place("b", 8);
        assertThat(hold("b").isFirm()).isFalse();
    }

    @Test
    void aGangThatWasPlacedNeedsNoRest() throws Exception {
        told.gang("g", 0, 1, "a", "b");
        place("a", 8);
        place("b", 8);
        assertThat(caller.bind("a", "n1")).isEmpty();
        assertThat(caller.bind("b", "n2")).isEmpty();
        cluster.advanceMillis(DEADLINE);
        cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("b")));
        place("b", 8);
        assertThat(hold("b").isFirm()).isTrue();
        cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("a")));
        cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("b")));
        told.gang("g", 0, 1, "c", "d");
        cluster.advanceMillis(DEADLINE);
        place("c", 8);
        assertThat(hold("c").isFirm()).as("others of the same name").isTrue();
    }

    @Test
    void aMemberKeepsItsHoldWhileItIsFilteredAnew() throws Exception {
        told.gang("g", 0, 1, "a", "b");
        place("a", 8);
        Hold before = hold("a");
        assertThat(caller.filter(pod("a", "gpu", "8"), "n1", "n2")).containsExactly("n1", "n2");
        assertThat(hold("a")).isSameAs(before);
        assertThat(caller.filter(pod("a", "gpu", "8"), "n2")).containsExactly("n2");
        assertThat(cluster.node("n1").holds()).as("it moved").isEmpty();
        assertThat(cluster.node("n2").holdOf(new PodId("a"))).isNotNull();
        assertThat(caller.bind("a", "n2")).isEmpty();
    }

    @Test
    void whatIsSupposedForOnePodIsNotRememberedForOthers() throws Exception {
        told.gang("g", 0, 1, "a", "b");
        place("a", 8);
        caller.filter(pod("a", "gpu", "8"), "n1", "n2");
        caller.filter(pod("a", "gpu", "8"), "n1", "n2");
        cluster.claim("n2", "other", 0, 1);
        assertThat(caller.filter(pod("x", "gpu", "8"), "n1", "n2")).isEmpty();
    }

    /** What a kubelet makes of a pod may depend on what is free; then a member that only holds must count as if it were there. */
    @Test
    void theOthersOfItsGangCountAsIfTheyWereBound(Vertx vertx) throws Exception {
        Judge judge = new Judge(new Placer(), new Foresight());
        Cluster sure = Cluster.of(Cluster.HGX).toldBy(told).judgedBy(new SureWhenHalfFree(judge));
        Caller asking = new Caller(vertx, sure);
        told.gang("g", 0, 1, "a", "b");
        assertThat(asking.filter(pod("a", "gpu", "4", "port0", "1"), "n1")).containsExactly("n1");
        String strict = Bodies.strict("b", 0, "gpu", "1", "port7", "1").replace("\"0\"", "\"certain\"");
        assertThat(asking.filter(strict.replace("\"b\"", "\"single\""), "n1"))
                .as("a may come or not")
                .isEmpty();
        assertThat(asking.filter(strict, "n1")).containsExactly("n1");
        assertThat(sure.keeper().state().holds()).isEqualTo(2);
        assertThat(asking.bind("a", "n1")).isEmpty();
        assertThat(asking.bind("b", "n1")).isEmpty();
    }

    private record SureWhenHalfFree(Judge judge) implements ShapeJudge {
        @Override
        public Verdict glance(NodeShape shape, Request request) {
            return judge.glance(shape, request);
        }

        @Override
        public Verdict settle(NodeShape shape, Request request, Verdict glance) {
            if (!(glance instanceof Verdict.Fits fits)) {
                return glance;
            }
            Forecast forecast = foresee(shape, request, fits.plan());
            boolean refused = request.policy().mode() == Policy.Mode.REQUIRE && forecast.kind() != OutcomeClass.CERTAIN;
            return refused
                    ? new Verdict.Refused(
                            new Refusal.NotCertain(request.policy().minCertainty(), forecast))
                    : new Verdict.Fits(fits.plan(), forecast, fits.policyMet());
        }

        @Override
        public Forecast foresee(NodeShape shape, Request request, Plan plan) {
            long gpus = plan.gpus().stream().mapToLong(gpu -> 1L << gpu).sum();
            boolean sure = Integer.bitCount(shape.freeGpus()) <= 4;
            return new Forecast(sure ? OutcomeClass.CERTAIN : OutcomeClass.CHANCE, sure ? 1 : 0.5, List.of(gpus));
        }
    }

    @Test
    void aMemberThatIsRefusedEndsTheHoldsOfAll() throws Exception {
        told.gang("g", 0, 1, "a", "b", "c");
        place("a", 8);
        place("b", 8);
        assertThat(caller.bind("b", "n2")).isEmpty();
        assertThat(caller.filter(pod("c", "gpu", "1"), "n1", "n2")).isEmpty();
        assertThat(cluster.keeper().state().holds()).isZero();
        assertThat(cluster.node("n2").claimOf(new PodId("b"))).as("bound").isNotNull();
    }

    @Test
    void aMemberTooManyEndsNoHoldsOfOthers() throws Exception {
        told.gang("g", 2, 0, 1, "a", "b", "c");
        place("a", 8);
        place("b", 8);
        assertThat(caller.filter(pod("c", "gpu", "1"), "n1", "n2")).isEmpty();
        assertThat(cluster.keeper().state().holds()).as("two are enough").isEqualTo(2);
    }

    @Test
    void theFirstLookAtANominatedNodeAloneEndsNothing() throws Exception {
        told.gang("g", 0, 1, "a", "b");
        place("a", 8);
        told.nominate("b", "n1");
        assertThat(caller.filter(pod("b", "gpu", "8"), "n1")).isEmpty();
        assertThat(hold("a")).isNotNull();
        told.nominate("b", "n2");
        assertThat(caller.filter(pod("b", "gpu", "8"), "n1")).isEmpty();
        assertThat(cluster.keeper().state().holds()).isZero();
    }

    @Test
    void theStrongerGangTakesTheRoomOfTheWeaker() throws Exception {
        told.gang("low", 0, 1, "l1", "l2");
        told.gang("old", 5, 1, "o1");
        told.gang("new", 5, 2, "x1", "x2");
        told.gang("high", 9, 3, "h1");
        place("l1", 8);
        place("x1", 8);
        assertThat(place("o1", 8))
                .as("the weakest gives way, though it is the oldest")
                .isEqualTo("n1");
        assertThat(cluster.node("n1").holdOf(new PodId("l1"))).isNull();
        assertThat(caller.filter(pod("l1", "gpu", "8"), "n1", "n2"))
                .as("weaker than both")
                .isEmpty();
        assertThat(caller.filter(pod("x2", "gpu", "8"), "n1", "n2"))
                .as("younger than o1")
                .isEmpty();
        assertThat(cluster.keeper().holdOf(new PodId("o1"))).isNotNull();
        place("x1", 8);
        assertThat(place("h1", 8)).isEqualTo("n2");
        assertThat(cluster.keeper().holdOf(new PodId("o1")))
                .as("x1 gives way first")
                .isNotNull();
    }

    @Test
    void gangsThatAreNotInTheWayKeepTheirHolds() throws Exception {
        told.gang("low", 0, 1, "l1");
        told.gang("mid", 1, 1, "m1");
        told.gang("high", 9, 3, "h1");
        caller.filter(pod("l1", "gpu", "8"), "n1");
        caller.filter(pod("m1", "gpu", "8"), "n2");
        assertThat(caller.filter(pod("h1", "gpu", "8"), "n2")).containsExactly("n2");
        assertThat(cluster.keeper().holdOf(new PodId("l1"))).isNotNull();
        assertThat(cluster.keeper().holdOf(new PodId("m1"))).isNull();
    }

    @Test
    void whatIsBoundOrNotHeldByAGangGivesWayToNobody() throws Exception {
        told.gang("low", 0, 1, "l1", "l2");
        told.gang("high", 9, 3, "h1");
        caller.filter(pod("l1", "gpu", "8"), "n1");
        caller.filter(pod("l2", "gpu", "8"), "n2");
        assertThat(caller.bind("l1", "n1")).isEmpty();
        assertThat(caller.filter(pod("h1", "gpu", "8"), "n1")).isEmpty();
        assertThat(hold("l2")).as("it would not have helped").isNotNull();
        assertThat(caller.filter(pod("single", "", 100, "gpu", "1"), "n2"))
                .as("comes alone")
                .isEmpty();
    }

    @Test
    void membersOfFurtherGangsHoldLikeSinglePods(Vertx vertx) throws Exception {
        CountedLimits tally = new CountedLimits();
        Cluster small = Cluster.of(Settings.with(limits -> limits.gangs(1)), Cluster.HGX)
                .toldBy(told)
                .countedBy(tally);
        Caller few = new Caller(vertx, small);
        told.gang("g", 0, 1, "a", "b");
        told.gang("h", 0, 1, "c");
        few.filter(pod("a", "gpu", "1"), "n1");
        few.filter(pod("b", "gpu", "1"), "n1");
        assertThat(tally.hits()).isEmpty();
        few.filter(pod("c", "gpu", "1"), "n1");
        assertThat(tally.hits()).containsExactly("GANGS 1");
        assertThat(Objects.requireNonNull(small.keeper().holdOf(new PodId("c"))).isFirm())
                .isFalse();
        small.keeper().apply(new ClusterEvent.PodReleased(new PodId("a")));
        small.keeper().apply(new ClusterEvent.PodReleased(new PodId("b")));
        few.filter(pod("c", "gpu", "1"), "n1");
        assertThat(Objects.requireNonNull(small.keeper().holdOf(new PodId("c"))).isFirm())
                .as("what holds nothing does not count")
                .isTrue();
    }

    private Hold hold(String uid) {
        return Objects.requireNonNull(cluster.keeper().holdOf(new PodId(uid)), uid);
    }

    private String place(String uid, int gpus) throws Exception {
        String body = pod(uid, "gpu", String.valueOf(gpus));
        List<String> nodes = caller.filter(body, "n1", "n2");
        return nodes.size() == 1 ? nodes.getFirst() : caller.prioritize(body, nodes.toArray(String[]::new));
    }
}
