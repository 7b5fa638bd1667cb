package io.switchman.events.kube.client;

import java.time.Duration;

/**
 * How long an API server may take.
 *
 * @param connect to take a connection
 * @param ping between pings of HTTP/2, which find peers that are gone without a word
 * @param silence between two parts of an answer to a list
 * @param list for one part of a list as a whole
 * @param watchSilence between two events or bookmarks of a watch; longer than a feed's own patience, for it is the last
 *     resort
 */
public record ApiTimeouts(Duration connect, Duration ping, Duration silence, Duration list, Duration watchSilence) {
    /** What suits a server that answers at all. */
    public static final ApiTimeouts DEFAULT = new ApiTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(12),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(240));
}
