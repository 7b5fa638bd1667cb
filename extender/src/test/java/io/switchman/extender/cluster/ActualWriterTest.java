package io.switchman.extender.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.write.AnnotateAnswer;
import io.switchman.events.plan.ActualDevices;
import io.switchman.events.plan.KeyRing;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.app.Tally;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Limit;
import io.switchman.extender.request.Requests;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One replica writes on pods what they got, if it is news, and loses none. */
class ActualWriterTest {
    private static final long SECOND = 1_000_000_000L;

    private final ClusterPicture picture = new ClusterPicture(new PlanBook(KeyRing.at(Path.of("/nonexistent"))));
    private final List<String> written = new ArrayList<>();
    private final Counts counts = new Counts();
    private long now = 1;
    private boolean leads = true;
    private AnnotateAnswer answer = new AnnotateAnswer.Done();
    private final StateKeeper keeper = new StateKeeper(new Reducer(10), () -> now);
    private ActualWriter writer = writer(10);

    private ActualWriter writer(int capacity) {
        ActualReading reading =
                new ActualReading(picture, KeyRing.at(Path.of("/nonexistent")), new Requests(ExtenderConfig.DEFAULT));
        return new ActualWriter(keeper, reading, this::write, () -> leads, capacity, counts);
    }

    private Future<AnnotateAnswer> write(PodFacts pod, String text) {
        written.add(pod.name());
        if (answer instanceof AnnotateAnswer.Done) {
            tell(HgxPods.annotated(pod, ActualDevices.ANNOTATION, text));
        }
        return Future.succeededFuture(answer);
    }

    @Test
    void whatAPodGotIsWrittenOnce() {
        begin();
        tell(HgxPods.got("p", new int[] {0, 1}, 0, 1));
        turns(3);
        assertThat(written).containsExactly("p");
        assertThat(counts.written).isEqualTo(1);
        assertThat(counts.verified).hasSize(1);
        ActualDevices actual = counts.verified.getFirst();
        assertThat(actual.text())
                .isEqualTo("{\"v\":1,\"plan\":null,\"gpus\":[\"" + HgxPods.gpu(0) + "\",\"" + HgxPods.gpu(1)
                        + "\"],\"vfs\":[{\"resource\":\"" + HgxPods.vf(0) + "\",\"port\":\"" + HgxPods.port(0)
                        + "\",\"count\":1},{\"resource\":\"" + HgxPods.vf(1) + "\",\"port\":\"" + HgxPods.port(1)
                        + "\",\"count\":1}],\"level\":\"SAME_SWITCH\",\"verdict\":\"ALIGNED\",\"said\":null}");
    }

    @Test
    void farDevicesAreMisalignedAndGpusAloneMakeNoClaim() {
        begin();
        tell(HgxPods.got("far", new int[] {0}, 7));
        tell(HgxPods.got("alone", new int[] {1}));
        turns(3);
        assertThat(counts.verified)
                .extracting(ActualDevices::finding)
                .containsExactly(ActualDevices.Finding.MISALIGNED, ActualDevices.Finding.NO_CLAIM);
        assertThat(counts.verified.getLast().level()).isNull();
    }

    @Test
    void aPodThatNobodyTellsOfIsLeftAlone() {
        begin();
        tell(HgxPods.pod("p", 2, 0, 1));
        turns(3);
        assertThat(written).isEmpty();
    }

    @Test
    void onlyTheLeaderWritesAndItLooksAtAllWhenItBecomesThat() {
        leads = false;
        begin();
        tell(HgxPods.got("p", new int[] {0}, 0));
        turns(3);
        assertThat(written).isEmpty();
        leads = true;
        turns(3);
        assertThat(written).containsExactly("p");
        leads = false;
        turns(1);
        leads = true;
        turns(3);
        assertThat(written).as("it is no news any more").containsExactly("p");
    }

    @Test
    void whatFailsIsTriedAgainAfterAPause() {
        begin();
        answer = new AnnotateAnswer.NotSent("busy");
        tell(HgxPods.got("p", new int[] {0}, 0));
        turns(5);
        assertThat(written).containsExactly("p");
        assertThat(counts.failed).isEqualTo(1);
        assertThat(counts.verified).isEmpty();
        now += SECOND;
        turns(1);
        assertThat(written).hasSize(2);
        now += SECOND;
        turns(1);
        assertThat(written).as("the pause grows").hasSize(2);
        answer = new AnnotateAnswer.Done();
        now += SECOND;
        turns(1);
        assertThat(written).hasSize(3);
        assertThat(counts.verified).hasSize(1);
    }

    @Test
    void whatIsOverTheBoundIsCountedAndFoundLater() {
        writer = writer(1);
        begin();
        tell(
                HgxPods.got("p", new int[] {0}, 0),
                HgxPods.got("q", new int[] {1}, 1),
                HgxPods.got("r", new int[] {2}, 2));
        assertThat(counts.limited).isEqualTo(2);
        turns(10);
        assertThat(written).containsExactlyInAnyOrder("p", "q", "r");
    }

    @Test
    void noMoreThanTwoInATurn() {
        begin();
        tell(
                HgxPods.got("p", new int[] {0}, 0),
                HgxPods.got("q", new int[] {1}, 1),
                HgxPods.got("r", new int[] {2}, 2));
        turns(1);
        assertThat(written).hasSize(2);
        turns(1);
        assertThat(written).hasSize(3);
    }

    private void begin() {
        keeper.addListener(writer::accept);
        tell(HgxPods.node());
        turns(1);
    }

    private void tell(Fact... facts) {
        for (var fact : facts) {
            List<ClusterEvent> events = picture.apply(HgxPods.kind(fact), List.of(HgxPods.seen(fact)))
                    .events();
            keeper.apply(events);
        }
    }

    private void turns(int times) {
        for (int i = 0; i < times; i++) {
            writer.turn();
        }
    }

    private static final class Counts implements Tally {
        private final List<ActualDevices> verified = new ArrayList<>();
        private int written;
        private int failed;
        private int limited;

        @Override
        public void limitHit(Limit limit, int times) {
            assertThat(limit).isEqualTo(Limit.ACTUALS);
            limited += times;
        }

        @Override
        public void verified(ActualDevices devices) {
            verified.add(devices);
        }

        @Override
        public void actualWrite(boolean done) {
            written += done ? 1 : 0;
            failed += done ? 0 : 1;
        }
    }
}
