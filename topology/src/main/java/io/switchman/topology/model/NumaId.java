package io.switchman.topology.model;

/**
 * The NUMA node of a device, which may be unknown: the kernel's {@code numa_node} is -1 in many virtual machines and on
 * some bare metal. Ids have gaps and no order (a socket in NPS4 mode may carry 3, 1, 7, 5), so nothing is computed from
 * them.
 *
 * @param value 0 or more, or -1 for unknown
 */
public record NumaId(int value) implements Comparable<NumaId> {
    public static final NumaId UNKNOWN = new NumaId(-1);

    public NumaId {
        if (value < -1) {
            throw new IllegalArgumentException("NUMA id " + value + " is below -1");
        }
    }

    public boolean isKnown() {
        return value >= 0;
    }

    /** Whether both are known and the same: unknown is never equal to unknown. */
    public boolean isSameAs(NumaId other) {
        return isKnown() && value == other.value;
    }

    @Override
    public int compareTo(NumaId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return isKnown() ? Integer.toString(value) : "unknown";
    }
}
