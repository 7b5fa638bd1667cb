package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SaidLatelyTest {
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(10);

    private final SaidLately said = new SaidLately(2);

    @Test
    void saysItOnceInAWhile() {
        assertThat(said.isDue("a", Long.MAX_VALUE - 5)).isTrue();
        assertThat(said.isDue("a", Long.MAX_VALUE - 4)).isFalse();
        assertThat(said.isDue("a", Long.MAX_VALUE - 5 + PAUSE - 1)).isFalse();
        assertThat(said.isDue("b", Long.MAX_VALUE)).isTrue();
        assertThat(said.isDue("a", Long.MAX_VALUE - 5 + PAUSE)).isTrue();
    }

    @Test
    void whoWasSaidLastIsForgottenLast() {
        assertThat(said.isDue("a", 0)).isTrue();
        assertThat(said.isDue("b", 1)).isTrue();
        assertThat(said.isDue("a", PAUSE)).isTrue();
        assertThat(said.isDue("c", PAUSE)).isTrue();
        assertThat(said.isDue("a", PAUSE + 1)).isFalse();
    }

    @Test
    void remembersAsManyAsItMay() {
        assertThat(said.isDue("a", 0)).isTrue();
        assertThat(said.isDue("b", 0)).isTrue();
        assertThat(said.isDue("a", 1)).isFalse();
        assertThat(said.isDue("c", 2)).isTrue();
        assertThat(said.isDue("b", 3)).isFalse();
        assertThat(said.isDue("a", 3)).as("forgotten").isTrue();
    }
}
