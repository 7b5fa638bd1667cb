package io.switchman.extender.cluster;

import io.switchman.events.kube.feed.FeedStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which kinds of objects are not known or not heard of any more, and why, each time that changes. */
final class FeedLog {
    /** How often feeds are looked at. */
    static final long PERIOD_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(FeedLog.class);

    private final Map<String, String> said = new HashMap<>();

    void look(Map<String, FeedStatus> feeds) {
        news(feeds).forEach(LOG::warn);
    }

    /** What changed since it was asked last. */
    List<String> news(Map<String, FeedStatus> feeds) {
        List<String> news = new ArrayList<>();
        feeds.forEach((kind, status) -> {
            String failure = Objects.requireNonNullElse(status.lastFailure(), "");
            String trouble = status.isReady() ? "" : failure;
            String before = Objects.requireNonNullElse(said.put(kind, trouble), "");
            if (!trouble.isEmpty() && !trouble.equals(before)) {
                news.add("objects of the kind %s are %s: %s"
                        .formatted(kind, status.lists() > 0 ? "known as they were" : "not known yet", trouble));
            } else if (trouble.isEmpty() && !before.isEmpty()) {
                news.add("objects of the kind %s are known".formatted(kind));
            }
        });
        return news;
    }
}
