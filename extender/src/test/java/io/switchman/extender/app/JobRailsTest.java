package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Tally.RailsTold;
import io.switchman.extender.config.ResourceNames;
import io.switchman.extender.request.JobId;
import io.switchman.extender.request.RailNumbers;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.state.Asked;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Pods are called by their job and a number: a1 is of job a. */
class JobRailsTest {
    private final AtomicLong now = new AtomicLong();
    private final StateKeeper keeper = new StateKeeper(new Reducer(100), now::get);
    private final List<String> counted = new ArrayList<>();
    private final JobRails rails = of(1_000);

    JobRailsTest() {
        keeper.addListener(rails::effect);
        keeper.apply(List.of(
                new ClusterEvent.NodeSeen("n1", Cluster.machine(Cluster.HGX)),
                new ClusterEvent.NodeSeen("n2", Cluster.machine(Cluster.HGX))));
    }

    @Test
    void followsClaims() {
        assertThat(rails.around(new PodId("a9"))).isZero();
        claim("n1", "a1", new Claim.Extent.Exact(), 1);
        claim("n2", "a2", new Claim.Extent.OneOf(List.of(1, 2)), 1, 3);
        claim("n2", "b1", new Claim.Extent.Exact(), 7);
        assertThat(rails.around(new PodId("a9"))).isEqualTo(0b1010);
        keeper.apply(new ClusterEvent.PodReleased(new PodId("a2")));
        assertThat(rails.around(new PodId("a9"))).isEqualTo(0b10);
        keeper.apply(new ClusterEvent.NodeGone("n1"));
        assertThat(rails.around(new PodId("a9"))).isZero();
        assertThat(rails.around(new PodId("b9"))).isEqualTo(0b1000_0000);
        assertThat(rails.around(new PodId("nobody"))).isZero();
    }

    @Test
    void doesNotBelieveAGuessBeforeThereIsEvidence() {
        claim("n1", "a1", new Claim.Extent.Any(), 1);
        assertThat(rails.around(new PodId("a9"))).isZero();
        settle("a1", 4);
        assertThat(rails.around(new PodId("a9"))).isEqualTo(0b1_0000);
        keeper.apply(new ClusterEvent.NodeRebooted("n1"));
        assertThat(rails.around(new PodId("a9"))).isZero();
        keeper.apply(new ClusterEvent.PodReleased(new PodId("a1")));
        claim("n1", "a2", new Claim.Extent.Exact(), 2);
        assertThat(rails.around(new PodId("a9"))).isEqualTo(0b100);
    }

    @Test
    void takesTheClustersWordForAPod() {
        Claim plan = claim("a1", new Claim.Extent.Exact(), 6);
        keeper.apply(new ClusterEvent.PodBound("n1", new PodId("a1"), "ns/a1", 0, Asked.NOTHING, plan));
        assertThat(rails.around(new PodId("a9"))).isEqualTo(0b100_0000);
    }

    @Test
    void countsHoldsUntilTheyEnd() {
        hold("n1", "a1", 100, 1);
        assertThat(rails.around(new PodId("a9"))).isEqualTo(0b10);
        hold("n1", "a1", 100, 2);
        assertThat(rails.around(new PodId("a9"))).as("another hold instead").isEqualTo(0b100);
        claim("n1", "a1", new Claim.Extent.Exact(), 3);
        assertThat(rails.around(new PodId("a9"))).as("claimed").isEqualTo(0b1000);
        keeper.apply(new ClusterEvent.PodReleased(new PodId("a1")));

        hold("n1", "a2", 100, 1);
        keeper.apply(new ClusterEvent.HoldReleased(new PodId("a2")));
        rails.ended(new PodId("a2"));
        assertThat(rails.around(new PodId("a9"))).as("ended").isZero();

        hold("n1", "a3", 100, 1);
        now.set(100);
        assertThat(rails.around(new PodId("a9"))).as("overdue, untold").isZero();
        keeper.endOverdueHolds();
        assertThat(rails.around(new PodId("a9"))).isZero();

        claim("n1", "a5", new Claim.Extent.Exact(), 4);
        hold("n1", "a5", 200, 5);
        assertThat(rails.around(new PodId("a9"))).as("bound already").isEqualTo(0b1_0000);
        keeper.apply(new ClusterEvent.PodReleased(new PodId("a5")));

        hold("nowhere", "a4", 200, 1);
        assertThat(rails.around(new PodId("a9"))).as("not granted").isZero();
    }

    @Test
    void countsHowPodsGoTogether() {
        claim("n1", "a1", new Claim.Extent.Exact(), 1, 2);
        assertThat(counted).as("the first has nobody to go with").isEmpty();
        claim("n2", "a2", new Claim.Extent.Exact(), 1);
        claim("n2", "a3", new Claim.Extent.Exact(), 5);
        claim("n2", "a4", new Claim.Extent.Any(), 6);
        settle("a4", 5);
        settle("a4", 6);
        assertThat(counted)
                .containsExactly("AT_BIND CERTAIN", "AT_BIND BROKEN", "AT_BIND UNKNOWN", "BY_EVIDENCE CERTAIN");
    }

    @Test
    void followsNoMorePodsThanItMay() {
        JobRails small = of(2);
        keeper.addListener(small::effect);
        claim("n1", "a1", new Claim.Extent.Exact(), 1);
        claim("n1", "a2", new Claim.Extent.Exact(), 2);
        assertThat(small.around(new PodId("a9"))).isEqualTo(0b110);
        claim("n1", "b1", new Claim.Extent.Exact(), 3);
        assertThat(small.around(new PodId("a9"))).as("the eldest is dropped").isEqualTo(0b100);
        assertThat(small.around(new PodId("b9"))).isEqualTo(0b1000);
    }

    private JobRails of(int capacity) {
        Tally tally = new Tally() {
            @Override
            public void refused(Refusal.Code code, int nodes) {}

            @Override
            public void outcome(Verb verb, Outcome outcome) {}

            @Override
            public void jobRails(RailsTold when, RailsAgreement agreement) {
                counted.add(when + " " + agreement);
            }
        };
        Map<Character, JobId> jobs = Map.of('a', new JobId("ns", "a"), 'b', new JobId("ns", "b"));
        return new JobRails(
                new RailNumbers(ResourceNames.DEFAULT),
                keeper,
                pod -> jobs.get(pod.uid().charAt(0)),
                tally,
                capacity);
    }

    private void claim(String node, String pod, Claim.Extent extent, int... ports) {
        keeper.apply(new ClusterEvent.ClaimAsked(node, claim(pod, extent, ports)));
        assertThat(keeper.boundTo(new PodId(pod))).isEqualTo(node);
    }

    private void hold(String node, String pod, long deadline, int... ports) {
        Hold hold = new Hold(claim(pod, new Claim.Extent.Exact(), ports), deadline);
        keeper.apply(new ClusterEvent.HoldAsked(node, hold));
        rails.held(node, hold);
    }

    private void settle(String pod, int... ports) {
        keeper.apply(new ClusterEvent.EvidenceSeen(new PodId(pod), 0, vfs(ports)));
    }

    private static Claim claim(String pod, Claim.Extent extent, int... ports) {
        return new Claim(new PodId(pod), "ns/" + pod, 0, 0, vfs(ports), extent);
    }

    private static int[] vfs(int... ports) {
        int[] vfs = new int[Cluster.machine(Cluster.HGX).sources().size()];
        for (int port : ports) {
            vfs[port]++;
        }
        return vfs;
    }
}
