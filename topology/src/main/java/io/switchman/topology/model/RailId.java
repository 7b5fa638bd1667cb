package io.switchman.topology.model;

/**
 * One plane of the fabric. Ports of the same rail on different nodes meet at the same leaf switches.
 *
 * @param index 0 or more
 */
public record RailId(int index) implements Comparable<RailId> {
    public RailId {
        if (index < 0) {
            throw new IllegalArgumentException("rail " + index + " is negative");
        }
    }

    @Override
    public int compareTo(RailId other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return "rail" + index;
    }
}
