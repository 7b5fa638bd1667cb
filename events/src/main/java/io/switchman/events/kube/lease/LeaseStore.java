package io.switchman.events.kube.lease;

import com.google.gson.JsonObject;
import java.time.Duration;

/** Where one Lease is kept. Each call waits for its answer, and gives up in time. */
public interface LeaseStore {
    /**
     * A Lease as it was read.
     *
     * @param version its resourceVersion
     * @param record what it says of its holder
     * @param object all of it; what is not ours stays as it is
     */
    record Stored(String version, LeaseRecord record, JsonObject object) {}

    /** What came of a call. */
    sealed interface Answer {
        /** It is so now. */
        record Is(Stored lease) implements Answer {}

        /** There is none. */
        record Absent() implements Answer {}

        /** It is another one by now, or there is one already. */
        record Conflict() implements Answer {}

        /** No answer, or no good one. What was to be written may be written, now or later. */
        record Failed(String why) implements Answer {}
    }

    /** The newest state. */
    Answer read(Duration within);

    /** Makes it, if there is none. */
    Answer create(LeaseRecord record, Duration within);

    /** Puts a record in the place of the one that was read, if nothing of the Lease changed since. */
    Answer replace(Stored old, LeaseRecord record, Duration within);
}
