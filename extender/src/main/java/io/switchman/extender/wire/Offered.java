package io.switchman.extender.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a request offers.
 *
 * @param slots slots of the nodes we know by name, in the request's order; the first {@link #known} count
 * @param known how many slots there are
 * @param unknown names that we do not know
 * @param objects whole node objects by slot order, for schedulers that want them back; null if only names were sent
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Offered(
        int[] slots,
        int known,
        List<String> unknown,
        @Nullable NodeObjects objects) {
    /** Nodes offered, known or not. */
    public int size() {
        return known + unknown.size();
    }
}
