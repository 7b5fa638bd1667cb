package io.switchman.extender.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An entry of {@code resources.vfs} means the same names to a pod's requests and to the check of the configuration. */
class ResourceNamesTest {
    @ParameterizedTest
    @CsvSource({
        "a.com/vf{rail}, a.com/vf0, true",
        "a.com/vf{rail}, a.com/vf1023, true",
        "a.com/vf{rail}, a.com/vf, false",
        "a.com/vf{rail}, a.com/vf12345, false",
        "a.com/vf{rail}, a.com/vfx, false",
        "a.com/*-vf, a.com/any-vf, true",
        "a.com/*-vf, aXcom/any-vf, false",
        "a.com/vf, a.com/vf, true",
        "a.com/vf, a.com/vf1, false"
    })
    void matchesWholeNames(String entry, String name, boolean matches) {
        assertThat(ResourceNames.pattern(entry).matcher(name).matches()).isEqualTo(matches);
    }

    @Test
    void whatNoPodCanMeanIsNoContradiction() {
        assertThat(ConfigReader.read(configuration("a.com/dev12345"))).isInstanceOf(ConfigReader.Loaded.class);
        assertThat(ConfigReader.read(configuration("a.com/dev1234"))).isInstanceOf(ConfigReader.Rejected.class);
    }

    private static String configuration(String gpu) {
        return """
                apiVersion: switchman.io/v1
                kind: ExtenderConfiguration
                resources: {gpus: ["%s"], vfs: ["a.com/dev{rail}"]}
                """.formatted(gpu);
    }
}
