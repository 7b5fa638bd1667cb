package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;

/**
 * How strictly a pod wants its devices near each other.
 *
 * @param mode what happens where they are not
 * @param locality the worst level that still counts as aligned
 * @param distinctPorts whether its VFs must be on distinct ports
 */
public record Policy(Mode mode, Locality locality, DistinctPorts distinctPorts) {
    /** Aligned if possible, by NCCL's default GPUDirect set. */
    public static final Policy DEFAULT = new Policy(Mode.PREFER, Locality.worstGpuDirect(), DistinctPorts.PREFER);

    /** What to do with a node that has no aligned choice. */
    public enum Mode {
        /** Refuse it. */
        REQUIRE,
        /** Rank it behind those that have one. */
        PREFER,
        /** Do not look at locality at all. */
        IGNORE
    }

    /** Two VFs on one port share its bandwidth. */
    public enum DistinctPorts {
        /** Refuse a node that cannot give a port to each VF. */
        REQUIRE,
        /** As many ports as the best level allows. */
        PREFER,
        /** Any ports. */
        IGNORE
    }

    public Policy with(Mode otherMode) {
        return new Policy(otherMode, locality, distinctPorts);
    }

    public Policy with(Locality otherLocality) {
        return new Policy(mode, otherLocality, distinctPorts);
    }

    public Policy with(DistinctPorts otherPorts) {
        return new Policy(mode, locality, otherPorts);
    }
}
