package io.switchman.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "'', abc, 3", "abc, abc, 0", "ca, abc, 3"})
    void countsTypingErrors(String written, String meant, int errors) {
        assertThat(NearestName.errors(written, meant)).isEqualTo(errors);
    }

    @Test
    void caseDoesNotCount() {
        assertThat(NearestName.of("BODYBYTES", List.of("bodyMillis", "bodyBytes")))
                .isEqualTo("bodyBytes");
    }

    @Test
    void guessesOnlyWhatIsNear() {
        assertThat(NearestName.of("colour", List.of("mode", "verbs"))).isNull();
        assertThat(NearestName.of("x", List.of("ab"))).isNull();
        assertThat(NearestName.of("x".repeat(65), List.of("x".repeat(64)))).isNull();
    }
}
