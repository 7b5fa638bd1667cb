package io.switchman.events.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.topology.model.ResourceName;
import org.junit.jupiter.api.Test;

class NetworkIndexTest {
    private static final ResourceName VF = new ResourceName("a.com/vf");
    private static final NetworkFacts ONE = new NetworkFacts("ns", "one", VF);
    private static final NetworkFacts TWO = new NetworkFacts("ns", "two", VF);

    private final NetworkIndex index = new NetworkIndex();

    @Test
    void followsNetworks() {
        assertThat(index.attaches(VF)).isFalse();
        index.replace(null, ONE);
        index.replace(null, TWO);
        assertThat(index.of(new NetworkRef("ns", "one"))).isEqualTo(ONE);
        assertThat(index.of(new NetworkRef("other", "one"))).isNull();
        index.replace(ONE, null);
        assertThat(index.of(new NetworkRef("ns", "one"))).isNull();
        assertThat(index.attaches(VF)).as("by the other").isTrue();
        index.replace(TWO, new NetworkFacts("ns", "two", null));
        assertThat(index.attaches(VF)).isFalse();
        assertThat(index.of(new NetworkRef("ns", "two"))).isNotNull();
    }

    @Test
    void aNetworkMadeAnewStaysIfTheOldOneGoesLate() {
        NetworkFacts plain = new NetworkFacts("ns", "one", null);
        index.replace(null, ONE);
        index.replace(null, plain);
        index.replace(ONE, null);
        assertThat(index.of(new NetworkRef("ns", "one"))).isEqualTo(plain);
        assertThat(index.attaches(VF)).isFalse();
    }
}
