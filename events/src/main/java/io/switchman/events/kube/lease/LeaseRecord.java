package io.switchman.events.kube.lease;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What a Lease says. Times are texts, because nobody compares them with a clock: clocks of different machines differ.
 *
 * @param holder who has it, or empty
 * @param seconds how long it lasts from its last renewal, by the holder's word; 0 if it is not told
 * @param acquired when the holder got it, or empty
 * @param renewed when the holder renewed it last, or empty
 * @param transitions how often it changed hands
 */
public record LeaseRecord(String holder, int seconds, String acquired, String renewed, int transitions) {
    /** {@code MicroTime} of apimachinery: always six digits. */
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static LeaseRecord first(String holder, long seconds, Instant now) {
        String time = MICRO_TIME.format(now);
        return new LeaseRecord(holder, (int) seconds, time, time, 0);
    }

    /** The same holder, heard of again. */
    LeaseRecord renewed(long forSeconds, Instant now) {
        return new LeaseRecord(holder, (int) forSeconds, acquired, MICRO_TIME.format(now), transitions);
    }

    /** Another holder. */
    LeaseRecord taken(String by, long forSeconds, Instant now) {
        String time = MICRO_TIME.format(now);
        return new LeaseRecord(by, (int) forSeconds, time, time, Math.min(transitions, Integer.MAX_VALUE - 1) + 1);
    }

    /** No holder, and nobody needs to wait: what client-go writes at a release. */
    LeaseRecord released(Instant now) {
        String time = MICRO_TIME.format(now);
        return new LeaseRecord("", 1, time, time, transitions);
    }
}
