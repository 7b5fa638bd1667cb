package io.switchman.extender.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.plan.ActualDevices;
import io.switchman.events.plan.KeyRing;
import io.switchman.events.plan.PlacedPlan;
import io.switchman.events.plan.PlanExtent;
import io.switchman.events.plan.Promise;
import io.switchman.events.plan.Signing;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.request.Requests;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pods got is compared with what was said when they were bound. */
class ActualReadingTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aCertaintyThatWasMissedBreaksAPromise() throws IOException {
        ActualDevices far = actual(OutcomeClass.CERTAIN, Locality.SAME_C2C, HgxPods.got("p", new int[] {0}, 7));
        assertThat(far.finding()).isEqualTo(ActualDevices.Finding.MISALIGNED);
        assertThat(far.breaksPromise()).isTrue();
        assertThat(far.text())
                .contains("\"plan\":\"plan-1\"")
                .endsWith("\"verdict\":\"MISALIGNED\",\"said\":{\"class\":\"CERTAIN\",\"p\":0.5}}");
    }

    @Test
    void aChanceThatWasMissedBreaksNone() throws IOException {
        ActualDevices far = actual(OutcomeClass.CHANCE, Locality.SAME_C2C, HgxPods.got("p", new int[] {0}, 7));
        assertThat(far.finding()).isEqualTo(ActualDevices.Finding.MISALIGNED);
        assertThat(far.breaksPromise()).isFalse();
    }

    @Test
    void alignedIsWhatThePodAskedWhenItWasPlaced() throws IOException {
        ActualDevices far = actual(OutcomeClass.CERTAIN, Locality.CROSS_NUMA, HgxPods.got("p", new int[] {0}, 7));
        assertThat(far.finding()).isEqualTo(ActualDevices.Finding.ALIGNED);
        assertThat(far.breaksPromise()).isFalse();
    }

    private ActualDevices actual(OutcomeClass said, Locality asked, PodFacts pod) throws IOException {
        Path file = directory.resolve("keys");
        Files.writeString(file, "k1 " + Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        KeyRing keys = KeyRing.at(file);
        keys.reload();
        Promise promise = new Promise(said, 0.5, true, asked);
        PlacedPlan plan = new PlacedPlan("plan-1", "n", 1, promise, List.of(), List.of(), new PlanExtent.Any());
        if (!(keys.sign(pod.id(), plan) instanceof Signing.Signed(String annotation))) {
            throw new AssertionError("not signed with " + keys.ids());
        }
        ClusterPicture picture = new ClusterPicture(new PlanBook(keys));
        for (Fact fact : HgxPods.node()) {
            picture.apply(HgxPods.kind(fact), List.of(HgxPods.seen(fact)));
        }
        picture.apply("Pod", List.of(HgxPods.seen(HgxPods.annotated(pod, PlacedPlan.ANNOTATION, annotation))));
        ActualReading reading = new ActualReading(picture, keys, new Requests(ExtenderConfig.DEFAULT));
        return Objects.requireNonNull(reading.of(pod.id()));
    }
}
