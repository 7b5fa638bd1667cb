package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;

/**
 * How strictly a pod wants its devices near each other.
 *
 * @param mode what happens where they are not
 * @param locality the worst level that still counts as aligned
 * @param distinctPorts whether its VFs must be on distinct ports
 * @param minCertainty how sure the kubelet must be to give what counts as aligned
 */
public record Policy(Mode mode, Locality locality, DistinctPorts distinctPorts, MinCertainty minCertainty) {
    /** Aligned if possible, by NCCL's default GPUDirect set. */
    public static final Policy DEFAULT =
            new Policy(Mode.PREFER, Locality.worstGpuDirect(), DistinctPorts.PREFER, MinCertainty.UNSET);

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
        return new Policy(otherMode, locality, distinctPorts, minCertainty);
    }

    public Policy with(Locality otherLocality) {
        return new Policy(mode, otherLocality, distinctPorts, minCertainty);
    }

    public Policy with(DistinctPorts otherPorts) {
        return new Policy(mode, locality, otherPorts, minCertainty);
    }

    public Policy with(MinCertainty otherCertainty) {
        return new Policy(mode, locality, distinctPorts, otherCertainty);
    }

    /** Whether a forecast is sure enough. */
    boolean isSatisfiedBy(Forecast forecast) {
        boolean certain = forecast.kind() == OutcomeClass.CERTAIN;
        return switch (minCertainty) {
            case MinCertainty.Unset _ -> certain || mode != Mode.REQUIRE && forecast.kind() != OutcomeClass.IMPOSSIBLE;
            case MinCertainty.Certain _ -> certain;
            case MinCertainty.Chance(double least) -> certain || forecast.p() >= least - Forecast.ROUNDING;
        };
    }
}
