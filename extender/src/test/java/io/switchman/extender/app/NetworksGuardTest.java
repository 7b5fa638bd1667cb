package io.switchman.extender.app;

import static io.switchman.extender.app.Bodies.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.PolicyDefaults;
import io.switchman.extender.config.PolicyDefaults.NetworksMode;
import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.extender.network.KnownNetworks;
import io.switchman.extender.network.NetworksMismatch;
import io.switchman.extender.prefer.KnownTraits;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class NetworksGuardTest {
    private static final ResourceName VF = new ResourceName("nvidia.com/sriov_rdma_vf_port0");
    private static final String NETWORKS = "\"k8s.v1.cni.cncf.io/networks\":\"rail0,rail0\"";
    private static final String TEXT = "NETWORKS_MISMATCH: the pod asks for %d of " + VF
            + ", and its networks need 2. Maybe the network resources injector did not see the pod";
    private static final ExtenderConfig REFUSING =
            Settings.with(new PolicyDefaults(Policy.DEFAULT, UnknownNodes.REFUSE, NetworksMode.REFUSE));

    private final List<NetworksMismatch.Kind> counted = new ArrayList<>();

    @Test
    void warningIsTheDefaultAndStopsNothing(Vertx vertx) throws Exception {
        Caller caller = caller(vertx, ExtenderConfig.DEFAULT);
        assertThat(caller.filter(pod("p", NETWORKS, 0, "gpu", "1", "port0", "1"), "n1"))
                .containsExactly("n1");
        assertThat(caller.filter(pod("q", NETWORKS, 0, "cpu", "1"), "n1")).containsExactly("n1");
        assertThat(caller.filter(pod("r", "gpu", "1", "port0", "1"), "n1")).containsExactly("n1");
        assertThat(caller.filter(pod("s", NETWORKS, 0, "port0", "2"), "n1")).containsExactly("n1");
        assertThat(counted)
                .containsExactly(
                        NetworksMismatch.Kind.SHORT, NetworksMismatch.Kind.SHORT, NetworksMismatch.Kind.UNUSED);
    }

    @Test
    void whoeverWantsToIsRefused(Vertx vertx) throws Exception {
        Caller caller = caller(vertx, REFUSING);
        assertThat(caller.filterError(pod("p", NETWORKS, 0, "gpu", "1", "port0", "1"), "n1"))
                .isEqualTo(TEXT.formatted(1));
        assertThat(caller.filterError(pod("q", NETWORKS, 0, "cpu", "1"), "n1")).isEqualTo(TEXT.formatted(0));
        assertThat(caller.filter(pod("r", NETWORKS, 0, "port0", "2"), "n1")).containsExactly("n1");
        assertThat(caller.filterError(pod("w", NETWORKS, 0, "gpu", "1500m"), "n1"))
                .as("one thing after the other")
                .doesNotContain("NETWORKS_MISMATCH");
    }

    @Test
    void aNamespaceMayWantIt() {
        var read = ConfigReader.read("""
                apiVersion: switchman.io/v1
                kind: ExtenderConfiguration
                namespaces:
                  train: {networksMismatch: refuse}
                """);
        assertThat(read).isInstanceOfSatisfying(ConfigReader.Loaded.class, loaded -> {
            assertThat(loaded.config().policyOf("train").networksMismatch()).isEqualTo(NetworksMode.REFUSE);
            assertThat(loaded.config().policyOf("other").networksMismatch()).isEqualTo(NetworksMode.WARN);
        });
    }

    private Caller caller(Vertx vertx, ExtenderConfig config) {
        ClusterSide nobody = ClusterSide.NOBODY;
        Cluster cluster = Cluster.of(config, Cluster.HGX)
                .beside(nobody.with(KnownTraits.NONE, new Known()))
                .countedBy(new Tally() {
                    @Override
                    public void refused(Refusal.Code code, int nodes) {}

                    @Override
                    public void outcome(Verb verb, Outcome outcome) {}

                    @Override
                    public void networksMismatch(NetworksMismatch.Kind kind) {
                        counted.add(kind);
                    }
                });
        return new Caller(vertx, cluster);
    }

    /** A network rail0 in the namespace of all pods. */
    private static final class Known implements KnownNetworks {
        @Override
        public @Nullable NetworkFacts of(NetworkRef network) {
            return network.equals(new NetworkRef("train", "rail0")) ? new NetworkFacts("train", "rail0", VF) : null;
        }

        @Override
        public boolean attaches(ResourceName resource) {
            return resource.equals(VF);
        }
    }
}
