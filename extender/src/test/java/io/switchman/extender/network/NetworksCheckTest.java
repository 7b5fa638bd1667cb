package io.switchman.extender.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.VfDemand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetworksCheckTest {
    private static final ResourceName VF0 = new ResourceName("nvidia.com/vf0");
    private static final ResourceName VF1 = new ResourceName("nvidia.com/vf1");
    private static final ResourceName FOREIGN = new ResourceName("other.com/vf");

    private final NetworksCheck check = new NetworksCheck(new Known(), name -> name.startsWith("nvidia.com/"));

    @Test
    void asManyAsNeededIsFine() {
        assertThat(check.of(pod("rail0,rail1"), asking(VF0, 1, VF1, 1))).isEmpty();
        assertThat(check.of(pod("rail0,other/rail0@net2"), asking(VF0, 2))).isEmpty();
        assertThat(check.of(pod("[{\"name\":\"rail0\"},{\"name\":\"plain\"}]"), asking(VF0, 1)))
                .isEmpty();
        assertThat(check.of(pod(""), List.of())).isEmpty();
    }

    @Test
    void fewerAreShort() {
        assertThat(check.of(pod("rail0,rail0,rail1"), asking(VF0, 1)))
                .containsExactly(new NetworksMismatch(VF0, 1, 2), new NetworksMismatch(VF1, 0, 1));
        assertThat(check.of(pod("rail0"), List.of())).containsExactly(new NetworksMismatch(VF0, 0, 1));
        assertThat(new NetworksMismatch(VF0, 1, 2).kind()).isEqualTo(NetworksMismatch.Kind.SHORT);
        assertThat(new NetworksMismatch(VF0, 1, 2).text())
                .isEqualTo("NETWORKS_MISMATCH: the pod asks for 1 of nvidia.com/vf0, and its networks need 2. Maybe the"
                        + " network resources injector did not see the pod");
    }

    @Test
    void moreAreUnused() {
        assertThat(check.of(pod("rail0"), asking(VF0, 2, VF1, 1)))
                .containsExactly(new NetworksMismatch(VF0, 2, 1), new NetworksMismatch(VF1, 1, 0));
        assertThat(check.of(pod(""), asking(VF0, 1))).containsExactly(new NetworksMismatch(VF0, 1, 0));
        assertThat(new NetworksMismatch(VF0, 1, 0).kind()).isEqualTo(NetworksMismatch.Kind.UNUSED);
        assertThat(new NetworksMismatch(VF0, 1, 0).text())
                .isEqualTo("NETWORKS_MISMATCH: the pod asks for 1 of nvidia.com/vf0, and its networks need 0. Maybe a"
                        + " network is missing in k8s.v1.cni.cncf.io/networks");
    }

    @Test
    void anUnknownNetworkMayUseAnything() {
        assertThat(check.of(pod("rail0,unknown"), asking(VF0, 2, VF1, 1))).isEmpty();
        assertThat(check.of(pod("rail0,unknown"), List.of())).containsExactly(new NetworksMismatch(VF0, 0, 1));
        assertThat(check.of(pod("[{"), asking(VF0, 1))).isEmpty();
        PodFacts other = pod(Map.of("v1.multus-cni.io/default-network", "rail0"));
        assertThat(check.of(other, asking(VF0, 1))).isEmpty();
    }

    @Test
    void whatIsNotOursOrAttachedByNobodyIsNotLookedAt() {
        assertThat(check.of(pod("foreign"), List.of())).isEmpty();
        assertThat(check.of(pod(""), asking(new ResourceName("nvidia.com/rdma"), 1)))
                .isEmpty();
    }

    private static List<VfDemand> asking(ResourceName name, int count) {
        return List.of(new VfDemand(name, count));
    }

    private static List<VfDemand> asking(ResourceName name, int count, ResourceName other, int otherCount) {
        return List.of(new VfDemand(name, count), new VfDemand(other, otherCount));
    }

    private static PodFacts pod(String networks) {
        return pod(networks.isEmpty() ? Map.of() : Map.of("k8s.v1.cni.cncf.io/networks", networks));
    }

    private static PodFacts pod(Map<String, String> annotations) {
        return new PodFacts("u", "ns", "p", annotations, Map.of(), List.of(), 0, "");
    }

    /** The networks of ns, and one of another namespace. */
    private static final class Known implements KnownNetworks {
        private final Map<NetworkRef, NetworkFacts> networks = new HashMap<>();

        Known() {
            add("ns", "rail0", VF0);
            add("ns", "rail1", VF1);
            add("ns", "plain", null);
            add("ns", "foreign", FOREIGN);
            add("other", "rail0", VF0);
        }

        private void add(String namespace, String name, @Nullable ResourceName resource) {
            networks.put(new NetworkRef(namespace, name), new NetworkFacts(namespace, name, resource));
        }

        @Override
        public @Nullable NetworkFacts of(NetworkRef network) {
            return networks.get(network);
        }

        @Override
        public boolean attaches(ResourceName resource) {
            return networks.values().stream().anyMatch(network -> resource.equals(network.resource()));
        }
    }
}
