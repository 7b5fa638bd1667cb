package io.switchman.extender.wire;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Node objects of a request, kept as the bytes they came in, so that an answer gives them back unchanged. */
public final class NodeObjects {
    private final Map<Integer, Slice> bySlot = new HashMap<>();
    private final Map<String, Slice> byName = new HashMap<>();

    void put(int slot, String name, Slice object) {
        byName.put(name, object);
        if (slot >= 0) {
            bySlot.put(slot, object);
        }
    }

    @Nullable
    Slice of(int slot) {
        return bySlot.get(slot);
    }

    @Nullable
    Slice of(String name) {
        return byName.get(name);
    }
}
