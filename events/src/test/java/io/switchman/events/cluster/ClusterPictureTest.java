package io.switchman.events.cluster;

import static io.switchman.events.cluster.Things.GPU;
import static io.switchman.events.cluster.Things.HGX;
import static io.switchman.events.cluster.Things.failed;
import static io.switchman.events.cluster.Things.gone;
import static io.switchman.events.cluster.Things.kindOf;
import static io.switchman.events.cluster.Things.link;
import static io.switchman.events.cluster.Things.node;
import static io.switchman.events.cluster.Things.pod;
import static io.switchman.events.cluster.Things.seen;
import static io.switchman.events.cluster.Things.sriov;
import static io.switchman.events.cluster.Things.tainted;
import static io.switchman.events.cluster.Things.topology;
import static io.switchman.events.cluster.Things.type;
import static io.switchman.events.cluster.Things.vf;
import static io.switchman.events.cluster.Things.withEvidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodPhase;
import io.switchman.events.kube.facts.SriovDrain;
import io.switchman.events.kube.facts.SriovNodeFacts.Sync;
import io.switchman.events.kube.facts.Taint;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What objects of a cluster come to in the state; that their order makes no difference is in {@link ArrivalOrderTest}. */
class ClusterPictureTest {
    private static final int ALL_PORTS = (1 << HGX.ports().size()) - 1;

    private final ClusterPicture picture = new ClusterPicture(TrustedPlans.NONE);
    private final Reducer reducer = new Reducer(100);
    private final List<Notice> notices = new ArrayList<>();
    private ClusterState state = ClusterState.EMPTY;

    @Test
    void aNodeIsUnknownUntilItIsDescribedAndKeepsItsPods() {
        see(node("n", "boot-1"), pod("p", "n", PodPhase.RUNNING, 2, 0, 1));
        assertThat(state.view("n")).isEqualTo(new NodeView.Unknown("n"));
        see(type("hgx", 0, HGX));
        assertThat(claim("p").extent()).isEqualTo(new Claim.Extent.Any());
        assertThat(Integer.bitCount(claim("p").gpus())).isEqualTo(2);
        lose(type("hgx", 0, HGX));
        assertThat(state.view("n")).isEqualTo(new NodeView.Unknown("n"));
        see(topology("n", "boot-1"));
        assertThat(known("n").kubelet().policy()).isEqualTo(Things.KUBELET.policy());
        assertThat(Integer.bitCount(claim("p").gpus())).isEqualTo(2);
        lose(node("n", "boot-1"));
        assertThat(state.view("n")).isNull();
    }

    @Test
    void networksAreFoundByName() {
        ResourceName resource = new ResourceName("a.com/vf");
        NetworkFacts network = new NetworkFacts("ns", "one", resource);
        see(network);
        assertThat(picture.network(new NetworkRef("ns", "one"))).isEqualTo(network);
        assertThat(picture.attaches(resource)).isTrue();
        lose(network);
        assertThat(picture.network(new NetworkRef("ns", "one"))).isNull();
        assertThat(picture.attaches(resource)).isFalse();
    }

    @Test
    void knowsWhetherAnyTaintAsksPodsToStayAway() {
        Taint asks = new Taint("old", "", Taint.Effect.PREFER_NO_SCHEDULE);
        see(tainted(node("n", "b"), new Taint("gpu", "", Taint.Effect.NO_SCHEDULE)), node("m", "b"));
        assertThat(picture.anyDiscourages()).isFalse();
        see(tainted(node("n", "b"), asks));
        assertThat(picture.anyDiscourages()).isTrue();
        see(node("n", "b"));
        assertThat(picture.anyDiscourages()).isFalse();
        see(tainted(node("n", "b"), asks));
        lose(tainted(node("n", "b"), asks));
        assertThat(picture.anyDiscourages()).isFalse();
    }

    @Test
    void theTypeOfTheHighestPriorityCounts() {
        Machine other = Things.machine("a100-hgx-2x2");
        see(node("n", "b"), type("a", 1, other), type("b", 2, HGX), type("c", 2, other));
        assertThat(known("n").machine()).isSameAs(HGX);
    }

    @Test
    void evidenceSettlesAPodAndItsEndFreesItsDevices() {
        PodFacts bound = pod("p", "n", PodPhase.PENDING, 2, 6, 7);
        see(node("n", "b"), topology("n", "b"), bound);
        assertThat(claim("p").isExact()).isFalse();
        see(withEvidence(bound, 3, new int[] {6, 7}, 6, 7));
        assertThat(claim("p").isExact()).isTrue();
        assertThat(claim("p").gpus()).isEqualTo(0b1100_0000);
        see(pod("p", "n", PodPhase.SUCCEEDED, 2, 6, 7));
        assertThat(known("n").claims()).isEmpty();
    }

    @Test
    void aTerminatingPodHoldsItsDevicesUntilItIsGone() {
        PodFacts bound = pod("p", "n", PodPhase.RUNNING, 8);
        see(node("n", "b"), topology("n", "b"), bound);
        assertThat(known("n").free().freeGpus()).isZero();
        lose(bound);
        assertThat(known("n").free().freeGpus()).isEqualTo(0xff);
    }

    @Test
    void anotherPodOfTheSameNameIsAnotherPod() {
        PodFacts first = pod("first", "n", PodPhase.RUNNING, 8);
        see(node("n", "b"), topology("n", "b"), first);
        apply("Pod", List.of(gone(first), seen(pod("second", "n", PodPhase.PENDING, 8))));
        assertThat(known("n").claims()).extracting(c -> c.pod().uid()).containsExactly("second");
    }

    @Test
    void aNewBootUnsettlesAndOldEvidenceDoesNotCountAnyMore() {
        PodFacts got = withEvidence(pod("p", "n", PodPhase.RUNNING, 2, 6, 7), 0, new int[] {6, 7}, 6, 7);
        see(node("n", "b1"), topology("n", "b1"), got);
        assertThat(claim("p").isExact()).isTrue();
        see(node("n", "b2"));
        assertThat(claim("p").isExact()).isFalse();
        assertThat(state.view("n")).isInstanceOf(NodeView.Stale.class);
        see(topology("n", "b2"));
        assertThat(state.view("n")).isInstanceOf(NodeView.Known.class);
        assertThat(claim("p").isExact()).isFalse();
        see(withEvidence(pod("p", "n", PodPhase.RUNNING, 2, 6, 7), 1, new int[] {4, 5}, 6, 7));
        assertThat(claim("p").gpus()).isEqualTo(0b0011_0000);
    }

    @Test
    void aResetOfVfsFreezesAndForgetsNothing() {
        PodFacts bound = pod("p", "n", PodPhase.RUNNING, 2, 6, 7);
        see(node("n", "b"), topology("n", "b"), sriov("n", Sync.SUCCEEDED, SriovDrain.IDLE, 8), bound);
        assertThat(known("n").usablePorts()).isEqualTo(ALL_PORTS);
        see(sriov("n", Sync.IN_PROGRESS, SriovDrain.IDLE, 0));
        assertThat(known("n").usablePorts()).isZero();
        see(node("n", "b", Map.of(new ResourceName(GPU), 8)));
        assertThat(doubts("n")).contains(Doubt.SYNCING);
        assertThat(known("n").claims()).hasSize(1);
        see(sriov("n", Sync.SUCCEEDED, SriovDrain.IDLE, 8));
        assertThat(doubts("n")).containsExactly(Doubt.PLUGIN_AWAY);
        assertThat(known("n").usablePorts()).as("the plugin is still away").isZero();
        see(node("n", "b"));
        assertThat(known("n").usablePorts()).isEqualTo(ALL_PORTS);
        assertThat(doubts("n")).isEmpty();
    }

    @Test
    void aDrainFreezesEveryPort() {
        see(node("n", "b"), topology("n", "b"), sriov("n", Sync.SUCCEEDED, SriovDrain.DRAIN_REQUIRED, 8));
        assertThat(known("n").usablePorts()).isZero();
        assertThat(doubts("n")).containsExactly(Doubt.DRAINING);
    }

    @Test
    void aPortWithoutLinkIsNotUsed() {
        see(node("n", "b"), topology("n", "b", HGX, link(3, Link.DOWN)));
        assertThat(known("n").usablePorts()).isEqualTo(ALL_PORTS & ~(1 << 3));
        see(topology("n", "b", HGX, link(3, Link.UP)));
        assertThat(known("n").usablePorts()).isEqualTo(ALL_PORTS);
    }

    @Test
    void devicesThatAreNotOfferedAreNobodysToGive() {
        Map<ResourceName, Integer> fewer = new HashMap<>(node("n", "b").allocatable());
        fewer.put(new ResourceName(GPU), 7);
        fewer.put(new ResourceName(vf(0)), 3);
        see(node("n", "b", fewer), topology("n", "b"));
        assertThat(Integer.bitCount(known("n").free().freeGpus())).isEqualTo(7);
        assertThat(known("n").free().freeVfs(0)).isEqualTo(3);
        assertThat(known("n").unsettled(false)).isEqualTo(1);
        see(node("n", "b"));
        assertThat(known("n").free().freeGpus()).isEqualTo(0xff);
        assertThat(known("n").claims()).isEmpty();
    }

    @Test
    void asLongAsAVitalFeedIsSilentEveryNodeIsStale() {
        see(node("n", "b"), topology("n", "b"));
        apply("Pod", List.of(new FeedEvent.Stale<>(0)));
        assertThat(state.view("n")).isInstanceOf(NodeView.Stale.class);
        see(pod("p", "n", PodPhase.RUNNING, 1));
        assertThat(state.view("n")).isInstanceOf(NodeView.Stale.class);
        apply("Pod", List.of(new FeedEvent.Fresh<>()));
        assertThat(state.view("n")).isInstanceOf(NodeView.Known.class);
        assertThat(claim("p").pod()).isEqualTo(new PodId("p"));
    }

    @Test
    void aFailedAdmissionIsToldOnceAndFreesTheDevices() {
        see(node("n", "b"), topology("n", "b"), pod("p", "n", PodPhase.PENDING, 2, 0, 1));
        see(failed("p", "n", "TopologyAffinityError", 2, 0, 1));
        see(node("n", "b"));
        assertThat(notices).filteredOn(Notice.AdmissionFailed.class::isInstance).hasSize(1);
        assertThat(known("n").claims()).isEmpty();
    }

    @Test
    void aBugThatOnePodMeetsConcernsNoOtherAndIsTriedAgain() {
        AtomicInteger bugs = new AtomicInteger(1);
        ClusterPicture failing = new ClusterPicture((pod, machine) -> {
            if (pod.name().equals("p") && bugs.getAndDecrement() > 0) {
                throw new IllegalStateException("a bug");
            }
            return new TrustedPlans.Trust.Foreign();
        });
        see(failing, node("n", "b"), topology("n", "b"));
        Told told = failing.apply(
                "Pod",
                List.of(
                        seen(pod("o", "n", PodPhase.RUNNING, 1)),
                        seen(pod("p", "n", PodPhase.RUNNING, 1)),
                        seen(pod("q", "n", PodPhase.RUNNING, 1))));
        state = reducer.apply(state, told.events(), 0).state();
        assertThat(known("n").claims()).extracting(c -> c.pod().uid()).containsExactly("o", "q");
        assertThat(told.notices()).singleElement().isInstanceOf(Notice.Failed.class);
        assertThat(failing.isBehind()).isTrue();

        state = reducer.apply(state, failing.again().events(), 0).state();
        assertThat(known("n").claims()).extracting(c -> c.pod().uid()).containsExactly("o", "q", "p");
        assertThat(failing.isBehind()).isFalse();
        assertThat(failing.again().events()).isEmpty();
    }

    @Test
    void whatTheStateDidNotTakeIsToldAgain() {
        PodFacts got = withEvidence(pod("p", "n", PodPhase.RUNNING, 2, 6, 7), 0, new int[] {6, 7}, 6, 7);
        List<ClusterEvent> lost = new ArrayList<>();
        for (Fact fact : List.<Fact>of(node("n", "b"), topology("n", "b"), pod("q", "n", PodPhase.RUNNING, 1), got)) {
            lost.addAll(picture.apply(kindOf(fact), List.of(seen(fact))).events());
        }
        lost.addAll(picture.apply("Pod", List.of(gone(pod("q", "n", PodPhase.RUNNING, 1))))
                .events());
        assertThat(lost).hasSizeGreaterThan(5);
        lost.forEach(picture::untold);
        assertThat(picture.isBehind()).isTrue();

        state = reducer.apply(state, picture.again().events(), 0).state();
        assertThat(known("n").claims()).extracting(c -> c.pod().uid()).containsExactly("p");
        assertThat(claim("p").gpus()).isEqualTo(0b1100_0000);
        assertThat(claim("p").isTold()).isTrue();
        assertThat(picture.isBehind()).isFalse();
    }

    private void see(ClusterPicture into, Fact... facts) {
        for (Fact fact : facts) {
            Told told = into.apply(kindOf(fact), List.of(seen(fact)));
            state = reducer.apply(state, told.events(), 0).state();
        }
    }

    private void see(Fact... facts) {
        for (Fact fact : facts) {
            apply(kindOf(fact), List.of(seen(fact)));
        }
    }

    private void lose(Fact fact) {
        apply(kindOf(fact), List.of(gone(fact)));
    }

    private void apply(String kind, List<FeedEvent<Fact>> events) {
        Told told = picture.apply(kind, events);
        notices.addAll(told.notices());
        state = reducer.apply(state, told.events(), 0).state();
    }

    private Set<Doubt> doubts(String node) {
        return Objects.requireNonNull(picture.outlook(node)).doubts();
    }

    private Node known(String name) {
        return Objects.requireNonNull(nodeOf(Objects.requireNonNull(state.view(name))));
    }

    static @Nullable Node nodeOf(NodeView view) {
        return switch (view) {
            case NodeView.Known(Node node) -> node;
            case NodeView.Stale(Node node, long _) -> node;
            case NodeView.Unknown _ -> null;
        };
    }

    private Claim claim(String pod) {
        int slot = state.slotOf(new PodId(pod));
        return Objects.requireNonNull(
                Objects.requireNonNull(nodeOf(state.view(slot))).claimOf(new PodId(pod)));
    }
}
