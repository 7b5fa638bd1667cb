package io.switchman.events.kube.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
    @ParameterizedTest
    @CsvSource({
        "5, 5, 0",
        "10, 9, 1",
        "9, 10, -1",
        "12, 11, 1",
        "99999999999999999999, 1, 1",
        "x, x, 0",
        "x, y, 1",
        "'', 7, 1",
        "07, 8, 1"
    })
    void comparesNumbersAndTakesOthersForNewer(String now, String before, int sign) {
        assertThat(Integer.signum(Versions.compare(now, before))).isEqualTo(sign);
    }
}
