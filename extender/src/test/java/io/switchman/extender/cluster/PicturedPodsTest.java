package io.switchman.extender.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.cluster.TrustedPlans;
import io.switchman.events.kube.facts.BudgetFacts;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.GangFacts;
import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.LabelSelector;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.PodEvidence;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodLife;
import io.switchman.events.kube.facts.PodNeeds;
import io.switchman.events.kube.facts.PodPhase;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.kube.feed.Translated;
import io.switchman.extender.app.Budget;
import io.switchman.extender.app.Gang;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.request.Requests;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.PodId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the verbs are told of gangs, nominations and budgets. */
class PicturedPodsTest {
    private static final GangRef RING = new GangRef(GangRef.Kind.POD_GROUP, "ns", "ring", "", "");
    private static final PodLife PENDING =
            new PodLife(null, "n2", "s", PodPhase.PENDING, false, List.of(), Instant.ofEpochSecond(5), null);
    private static final PodLife RUNNING =
            new PodLife("n1", null, "s", PodPhase.RUNNING, false, List.of(), Instant.ofEpochSecond(3), null);
    private static final PodLife ENDED =
            new PodLife("n1", null, "s", PodPhase.SUCCEEDED, false, List.of(), Instant.ofEpochSecond(1), null);

    private final ClusterPicture picture = new ClusterPicture(TrustedPlans.NONE);
    private final PicturedPods pods = new PicturedPods(picture, new Requests(ExtenderConfig.DEFAULT));

    @Test
    void aGangIsAsOldAsItsFirstPodAndAsStrongAsItsWeakest() {
        see("PodGroup", new GangFacts(GangRef.Kind.POD_GROUP, "ns", "ring", Map.of("", 2)), "ring");
        see("Pod", pod("a", 7, PENDING, RING), "a");
        see("Pod", pod("b", 9, RUNNING, RING), "b");
        see("Pod", pod("c", 1, ENDED, RING), "c");
        Gang ring = new Gang(
                new GangId("pod_group/ns/ring//"),
                2,
                7,
                Instant.ofEpochSecond(3),
                List.of(new PodId("a"), new PodId("b")));
        assertThat(pods.gangOf(sent("a", ""))).isEqualTo(ring);
        assertThat(pods.gangOf(sent("new", "ring")))
                .as("not in the picture yet")
                .isEqualTo(ring);
        assertThat(pods.gangOf(sent("alone", ""))).isNull();
    }

    @Test
    void aGroupWithoutMinimumIsNoGang() {
        see("Pod", pod("a", 7, PENDING, RING), "a");
        assertThat(pods.gangOf(sent("a", "ring"))).isNull();
    }

    @Test
    void tellsWhereAPodIsMeantToGo() {
        see("Pod", pod("a", 7, PENDING, null), "a");
        assertThat(pods.of(new PodId("a"))).satisfies(told -> {
            assertThat(told.nominated()).isEqualTo("n2");
            assertThat(told.node()).isNull();
            assertThat(told.labels()).containsEntry("app", "x");
        });
    }

    @Test
    void tellsWhatProtectsPods() {
        LabelSelector x = new LabelSelector(Map.of("app", "x"), List.of());
        see("PodDisruptionBudget", new BudgetFacts("ns", "pdb", x, 3, Set.of("gone")), "pdb");
        Budget budget = pods.budgets().getFirst();
        assertThat(budget.allowed()).isEqualTo(3);
        assertThat(budget.protects().counts("ns", "a", Map.of("app", "x"))).isTrue();
        assertThat(budget.protects().counts("ns", "gone", Map.of("app", "x"))).isFalse();
        assertThat(budget.protects().counts("other", "a", Map.of("app", "x"))).isFalse();
    }

    private static PodFacts pod(String name, int priority, PodLife life, @Nullable GangRef gang) {
        return new PodFacts(
                new PodId(name),
                "ns",
                name,
                priority,
                life,
                new PodNeeds(List.of(), List.of(), List.of()),
                PodEvidence.NONE,
                Map.of("app", "x"),
                Map.of(),
                null,
                gang);
    }

    private static io.switchman.extender.wire.PodFacts sent(String uid, String group) {
        return new io.switchman.extender.wire.PodFacts(uid, "ns", uid, Map.of(), Map.of(), List.of(), 0, group);
    }

    private void see(String kind, Fact fact, String name) {
        picture.apply(
                kind,
                List.of(new FeedEvent.Seen<>(new ObjectKey("ns", name, name), new Translated<>(fact, List.of()))));
    }
}
