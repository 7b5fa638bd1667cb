package io.switchman.extender.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.feed.FeedStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An operator is told once what is wrong with a watch, and once that it is right again. */
class FeedLogTest {
    private final FeedLog log = new FeedLog();

    @Test
    void whatIsWrongIsSaidOnceAndSoIsThatItIsRightAgain() {
        assertThat(news(0, false, null)).isEmpty();
        assertThat(news(0, false, "refused")).containsExactly("objects of the kind Pod are not known yet: refused");
        assertThat(news(0, false, "refused")).isEmpty();
        assertThat(news(0, false, "403 from /api/v1/pods"))
                .containsExactly("objects of the kind Pod are not known yet: 403 from /api/v1/pods");
        assertThat(news(1, false, "403 from /api/v1/pods")).containsExactly("objects of the kind Pod are known");
        assertThat(news(1, true, "gone")).containsExactly("objects of the kind Pod are known as they were: gone");
        assertThat(news(2, false, "gone")).containsExactly("objects of the kind Pod are known");
        assertThat(news(2, false, "gone")).isEmpty();
    }

    private List<String> news(long lists, boolean stale, @Nullable String failure) {
        FeedStatus status = new FeedStatus(FeedStatus.State.WATCHING, stale, "1", 0, 0, 0, lists, 0, 0, 0, 0, failure);
        return log.news(Map.of("Pod", status));
    }
}
