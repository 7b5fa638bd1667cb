package io.switchman.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Samples;
import org.junit.jupiter.api.Test;

class SourceTest {

    @Test
    void oursNamesProductAndVersion() {
        assertThat(Source.ours().uri().split(":", -1)).containsExactly(("urn " + Samples.banner()).split(" ", -1));
    }
}
