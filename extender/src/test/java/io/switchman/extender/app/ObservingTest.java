package io.switchman.extender.app;

import static io.switchman.extender.app.Bodies.pod;
import static io.switchman.extender.app.Bodies.strict;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.ObservedPod.Agreement;
import io.switchman.extender.config.Limit;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ObservingTest {
    private Vertx vertx;
    private Cluster cluster;
    private Caller caller;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        cluster = Cluster.of(Settings.observing(), Cluster.HGX, Cluster.HGX, Cluster.NO_RDMA);
        caller = new Caller(vertx, cluster);
    }

    @Test
    void tellsWhereAPodWentAndWhereItWouldHaveGone() throws Exception {
        cluster.claim("n1", "other", 0, 1);
        assertThat(caller.filter(pod("a", "gpu", "8", "port0", "1"), "n1", "n2", "n3"))
                .containsExactly("n1", "n2", "n3");
        assertThat(caller.bind("a", "n2")).isEmpty();

        ObservedPod observed = last();

        assertThat(observed.pod()).isEqualTo("train/a");
        assertThat(observed.uid()).isEqualTo("a");
        assertThat(observed.chosen()).isEqualTo("n2");
        assertThat(observed.would()).isEqualTo("n2");
        assertThat(observed.verdict()).isEqualTo(observed.there()).isEqualTo("CROSS_NUMA/IMPOSSIBLE");
        assertThat(observed.agreement()).isEqualTo(Agreement.SAME);
    }

    @Test
    void anotherNodeIsAsGoodOrWouldHaveBeenRefused() throws Exception {
        String pod = pod("a", "gpu", "8", "port0", "1");
        caller.filter(pod, "n1", "n2", "n3");
        caller.bind("a", "n2");
        assertThat(last().would()).isEqualTo("n1");
        assertThat(last().agreement()).isEqualTo(Agreement.AS_GOOD);

        caller.filter(pod, "n1", "n2", "n3");
        caller.bind("a", "n3");
        assertThat(last().there()).isEqualTo("NO_VF_RESOURCE");
        assertThat(last().agreement()).isEqualTo(Agreement.REFUSED_THERE);
    }

    @Test
    void aPodThatWouldWaitIsTold() throws Exception {
        caller.filter(strict("a", 0, "gpu", "9", "port0", "1"), "n1", "n2");
        caller.bind("a", "n2");
        assertThat(last().would()).isNull();
        assertThat(last().verdict()).isEqualTo("GPUS_SHORT");
        assertThat(last().agreement()).isEqualTo(Agreement.REFUSED);

        caller.filter(pod("b", "gpu", "x"), "n1", "n2");
        caller.bind("b", "n2");
        assertThat(last().verdict()).isEqualTo("WRONG");
    }

    @Test
    void whoeverIsNotFilteredIsUnknownAndWhoeverAsksNothingIsNotTold() throws Exception {
        caller.bind("a", "n2");
        assertThat(last().agreement()).isEqualTo(Agreement.UNKNOWN);

        caller.filter(pod("b"), "n1");
        caller.bind("b", "n1");
        assertThat(last().uid()).isEqualTo("a");
    }

    @Test
    void onlySoManyAreRemembered() throws Exception {
        CountedLimits hits = new CountedLimits();
        cluster = Cluster.of(Settings.observing(limits -> limits.observed(2)), Cluster.HGX)
                .countedBy(hits);
        caller = new Caller(vertx, cluster);
        for (String uid : new String[] {"a", "b", "c"}) {
            caller.filter(pod(uid, "gpu", "1"), "n1");
        }
        for (String uid : new String[] {"a", "b", "c"}) {
            caller.bind(uid, "n1");
        }

        assertThat(cluster.verbs(vertx).observed()).extracting(ObservedPod::uid).containsExactly("c", "b");
        assertThat(hits.hits()).as("a was forgotten before it was bound").containsExactly(Limit.OBSERVED + " 1");
    }

    private ObservedPod last() {
        return cluster.verbs(vertx).observed().getFirst();
    }
}
