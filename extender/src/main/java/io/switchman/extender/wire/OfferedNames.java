package io.switchman.extender.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the nodes of a request, each once however often it is named. */
final class OfferedNames {
    /** As many as prioritize offers; filter's thousands are reached by doubling. */
    private static final int FEW = 64;

    private final NameTable table;
    private final int maxNodes;
    private final String member;
    private final long[] seen;
    private final Set<String> unknown = new LinkedHashSet<>();
    private int[] slots;
    private int known;
    private int count;

    /**
     * No nodes yet.
     *
     * @param member the member of the request they are in, for messages
     */
    OfferedNames(NameTable table, int maxNodes, String member) {
        this.table = table;
        this.maxNodes = maxNodes;
        this.member = member;
        this.seen = new long[table.size() / Long.SIZE + 1];
        this.slots = new int[FEW];
    }

    /** How many there were, those named twice counted twice. */
    int count() {
        return count;
    }

    /** Makes sure that there may be one more. */
    void makeRoom() throws MalformedRequest {
        if (count == maxNodes) {
            throw MalformedRequest.beyond("nodesPerRequest", "more than " + maxNodes + " " + member);
        }
        count++;
    }

    /** Takes the node of a slot. */
    void add(int slot) {
        long bit = 1L << slot;
        int word = slot / Long.SIZE;
        if ((seen[word] & bit) != 0) {
            return;
        }
        seen[word] |= bit;
        if (known == slots.length) {
            slots = Arrays.copyOf(slots, known * 2);
        }
        slots[known++] = slot;
    }

    /** Takes a node by its name, and returns its slot or -1. */
    int add(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int slot = table.find(utf8, 0, utf8.length);
        if (slot >= 0) {
            add(slot);
        } else {
            unknown.add(name);
        }
        return slot;
    }

    Offered offered(@Nullable NodeObjects objects) {
        return new Offered(slots, known, List.copyOf(unknown), objects);
    }
}
