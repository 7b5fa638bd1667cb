package io.switchman.events.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.events.kube.translate.WantedNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedNetworksTest {
    private static final NetworkRef A = new NetworkRef("ns", "a");

    @Test
    void readsBothForms() {
        assertThat(WantedNetworks.read("a, other/b@net2", "ns").networks())
                .containsExactly(A, new NetworkRef("other", "b"));
        assertThat(WantedNetworks.read("[{\"name\":\"a\"},{\"name\":\"b\",\"namespace\":\"other\"}]", "ns"))
                .isEqualTo(new WantedNetworks(List.of(A, new NetworkRef("other", "b")), true));
        assertThat(WantedNetworks.read("", "ns").networks()).isEmpty();
    }

    @Test
    void saysWhereSomethingIsMissing() {
        assertThat(WantedNetworks.read("a", "ns").whole()).isTrue();
        assertThat(WantedNetworks.read("", "ns").whole()).isTrue();
        assertThat(WantedNetworks.read("a,/", "ns").whole()).isFalse();
        assertThat(WantedNetworks.read("[{\"name\":\"a\"},7]", "ns").whole()).isFalse();
        assertThat(WantedNetworks.read("[{", "ns").whole()).isFalse();
    }
}
