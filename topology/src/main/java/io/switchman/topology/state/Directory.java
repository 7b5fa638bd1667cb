package io.switchman.topology.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which slot each node name has. A slot is the node's index in every array of a state; the directory changes only when
 * nodes come or go, so tables built on it live long.
 */
public final class Directory {
    /** A directory without nodes. */
    public static final Directory EMPTY = new Directory(List.of());

    private final List<String> names;
    private final Map<String, Integer> slots;

    private Directory(List<String> names) {
        this.names = names;
        this.slots = HashMap.newHashMap(names.size());
        for (int slot = 0; slot < names.size(); slot++) {
            if (slots.put(names.get(slot), slot) != null) {
                throw new IllegalArgumentException("node " + names.get(slot) + " occurs twice");
            }
        }
    }

    /** A directory of these names, in this order. */
    public static Directory of(List<String> names) {
        return new Directory(List.copyOf(names));
    }

    /** The slot of a node, or -1. */
    public int slotOf(String name) {
        return slots.getOrDefault(name, -1);
    }

    /** Names by slot. */
    public List<String> names() {
        return names;
    }

    public int size() {
        return names.size();
    }
}
