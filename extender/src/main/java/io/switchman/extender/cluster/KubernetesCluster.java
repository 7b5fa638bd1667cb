package io.switchman.extender.cluster;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.kube.ClusterFeeds;
import io.switchman.events.kube.ClusterKinds;
import io.switchman.events.kube.client.ApiServer;
import io.switchman.events.kube.feed.FeedClock;
import io.switchman.events.kube.feed.FeedGroup;
import io.switchman.events.kube.feed.FeedSettings;
import io.switchman.events.kube.lease.ApiLeaseStore;
import io.switchman.events.kube.lease.LeaseDuty;
import io.switchman.events.kube.lease.LeaseSettings;
import io.switchman.events.kube.translate.MachineMemo;
import io.switchman.events.kube.write.PodWriter;
import io.switchman.events.kube.write.WriteSettings;
import io.switchman.events.machine.Naming;
import io.switchman.events.plan.ActualDevices;
import io.switchman.events.plan.KeyRing;
import io.switchman.extender.app.ClusterSide;
import io.switchman.extender.app.Waker;
import io.switchman.extender.config.KubernetesConfig;
import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.topology.state.ClusterEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes cluster, over its API server.
 *
 * @param server the API server
 * @param config what is written to it
 * @param identity this replica's name, of this process alone
 */
public record KubernetesCluster(ApiServer server, KubernetesConfig config, String identity) implements ServedCluster {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesCluster.class);

    private static final String LEASE = "switchman";
    private static final int SAMPLE_NODES = 500;
    private static final int DESCRIPTIONS = 10_000;
    private static final long KEYS_MILLIS = 10_000;

    @Override
    public List<ClusterEvent> sample() {
        return EmbeddedCluster.inMixedStates(SAMPLE_NODES, 1).events();
    }

    @Override
    public Connection connect(Writer writer) {
        RandomGenerator random = new SplittableRandom();
        KeyRing keys = keys(writer.vertx());
        PodWriter pods = new PodWriter(server.exchange(), settings());
        ClusterPicture picture = new ClusterPicture(new PlanBook(keys));
        ClusterKinds kinds =
                new ClusterKinds(writer.requests()::isManaged, new MachineMemo(Naming.PER_PORT, DESCRIPTIONS));
        FeedGroup feeds =
                ClusterFeeds.of(server, kinds.all(), FeedSettings.DEFAULT, FeedClock.SYSTEM, random.nextLong());
        PodLists podLists = new PodLists(() -> feeds.relist(ClusterLink.PODS));
        ToldNotices notices = new ToldNotices(writer.requests(), new NoticeLog());
        UnclearBinds unclear = new UnclearBinds(writer.vertx(), writer.keeper(), pods);
        LeaseDuty lease = new LeaseDuty(
                new ApiLeaseStore(server.exchange(), config.leaseNamespace(), LEASE),
                LeaseSettings.of(identity),
                FeedClock.SYSTEM,
                Clock.systemUTC(),
                random,
                new LeaseLog(identity));
        ActualWriter actuals =
                actuals(writer, new ActualReading(picture, keys, writer.requests()), pods, lease::isHeld);
        ClusterLink link =
                new ClusterLink(feeds, picture, writer.keeper(), writer.context(), notices, podLists, actuals::told);
        link.start()
                .onSuccess(_ -> LOG.info(
                        "the cluster is known: {} nodes, {} pods with devices",
                        writer.keeper().state().views().size(),
                        writer.keeper().state().pods()));
        FeedLog feedLog = new FeedLog();
        writer.vertx().setPeriodic(FeedLog.PERIOD_MILLIS, _ -> feedLog.look(feeds.statuses()));
        lease.start();
        ClusterSide side = new ClusterSide(
                new KubeBinder(pods, keys, writer.context(), unclear),
                new PicturedPods(picture, writer.requests()),
                new PictureTraits(picture),
                new PictureNetworks(picture),
                podLists,
                waker(pods, writer),
                notices);
        return new Connected(side, link, lease);
    }

    private Waker waker(PodWriter pods, Writer writer) {
        String process = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        return config.kick() == KubernetesConfig.Kick.OFF ? Waker.NONE : new KubeWaker(pods, writer.context(), process);
    }

    private static ActualWriter actuals(Writer writer, ActualReading reading, PodWriter pods, BooleanSupplier leads) {
        ActualWriter.Pen pen = (pod, text) -> Future.fromCompletionStage(
                pods.annotate(pod.namespace(), pod.name(), pod.id(), Map.of(ActualDevices.ANNOTATION, text)),
                writer.context());
        ActualWriter actuals = new ActualWriter(
                writer.keeper(), reading, pen, leads, writer.limits().actuals(), writer.tally());
        writer.keeper().addListener(actuals::accept);
        writer.vertx().setPeriodic(ActualWriter.TURN_MILLIS, _ -> actuals.turn());
        return actuals;
    }

    private record Connected(ClusterSide side, ClusterLink link, LeaseDuty lease) implements Connection {
        @Override
        public boolean leads() {
            return lease.isHeld();
        }

        @Override
        public void close() {
            lease.close();
            link.close();
        }
    }

    private WriteSettings settings() {
        WriteSettings usual = WriteSettings.DEFAULT;
        return new WriteSettings(
                // The first quarter may go into waiting for a list of pods.
                Duration.ofMillis(config.bindMillis() * 3 / 4),
                usual.askWithin(),
                usual.annotateWithin(),
                usual.binds(),
                usual.asks(),
                usual.annotations());
    }

    private KeyRing keys(Vertx vertx) {
        KeyRing keys = KeyRing.at(config.planKeys().orElse(Path.of("/nonexistent")));
        if (config.planKeys().isPresent()) {
            KeyLog log = new KeyLog();
            log.accept(keys.reload());
            vertx.setPeriodic(
                    KEYS_MILLIS, _ -> vertx.executeBlocking(keys::reload).onSuccess(log::accept));
        } else {
            LOG.warn("kubernetes.planKeys is unset: plans are not written to pods, so after a restart pods count as"
                    + " placed by others until their nodes say what they got");
        }
        return keys;
    }
}
