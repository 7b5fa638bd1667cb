package io.switchman.events.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.GangFacts;
import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodPhase;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.kube.feed.Translated;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Groups of pods, as pods and the objects that describe groups come and go. */
class GangFileTest {
    private static final GangRef RING = new GangRef(GangRef.Kind.WORKLOAD, "ns", "job", "ring", "0");
    private static final GangFacts JOB = new GangFacts(GangRef.Kind.WORKLOAD, "ns", "job", Map.of("ring", 3));

    private final ClusterPicture picture = new ClusterPicture(TrustedPlans.NONE);

    @Test
    void aGroupIsKnownOnceItsMinimumIs() {
        see("Pod", "a", member("a", RING));
        assertThat(picture.gang(RING)).isNull();
        see("Workload", "job", JOB);
        see("Pod", "b", member("b", RING));
        assertThat(picture.gang(RING))
                .isEqualTo(new GangOutlook(RING, 3, List.of(member("a", RING), member("b", RING))));
        lose("Workload", "job");
        assertThat(picture.gang(RING)).isNull();
    }

    @Test
    void copiesOfAGroupAreGangsOfTheirOwn() {
        GangRef other = new GangRef(GangRef.Kind.WORKLOAD, "ns", "job", "ring", "1");
        see("Workload", "job", JOB);
        see("Pod", "a", member("a", RING));
        see("Pod", "b", member("b", other));
        assertThat(outlook(RING).members()).containsExactly(member("a", RING));
        assertThat(outlook(other).members()).containsExactly(member("b", other));
        assertThat(picture.gang(new GangRef(GangRef.Kind.WORKLOAD, "ns", "job", "tree", "")))
                .isNull();
        assertThat(picture.gang(new GangRef(GangRef.Kind.COSCHEDULING, "ns", "job", "ring", "0")))
                .isNull();
    }

    @Test
    void membersComeChangeAndGo() {
        see("Workload", "job", JOB);
        see("Pod", "a", member("a", RING));
        see("Pod", "b", member("b", RING));
        see("Pod", "b", Things.pod("b", null, PodPhase.PENDING, 2));
        lose("Pod", "a");
        assertThat(outlook(RING).members()).isEmpty();
        see("Workload", "job", new GangFacts(GangRef.Kind.WORKLOAD, "ns", "job", Map.of("ring", 5)));
        assertThat(outlook(RING).minimum()).isEqualTo(5);
    }

    private GangOutlook outlook(GangRef ref) {
        return Objects.requireNonNull(picture.gang(ref));
    }

    private static PodFacts member(String uid, GangRef gang) {
        PodFacts alone = Things.pod(uid, null, PodPhase.PENDING, 1);
        return new PodFacts(
                alone.id(),
                alone.namespace(),
                alone.name(),
                alone.priority(),
                alone.life(),
                alone.needs(),
                alone.evidence(),
                alone.labels(),
                alone.annotations(),
                alone.owner(),
                gang);
    }

    private void see(String kind, String name, Fact fact) {
        picture.apply(kind, List.of(new FeedEvent.Seen<>(key(name), new Translated<>(fact, List.of()))));
    }

    private void lose(String kind, String name) {
        picture.apply(kind, List.of(new FeedEvent.Gone<Fact>(key(name))));
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("ns", name, name);
    }
}
