package io.switchman.extender.config;

import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Policy.DistinctPorts;
import java.util.Arrays;
import java.util.List;

/** How the parts of a policy are spelled, in the configuration and on pods alike. */
public final class PolicyWords {
    public static final OneOf<Policy.Mode> MODE =
            OneOf.lowerCase(List.of(Policy.Mode.REQUIRE, Policy.Mode.PREFER, Policy.Mode.IGNORE));

    /** All levels that one can ask for; what is unknown is never near enough. */
    public static final OneOf<Locality> LOCALITY = OneOf.named(Arrays.stream(Locality.values())
            .filter(level -> level != Locality.UNKNOWN)
            .toList());

    public static final OneOf<DistinctPorts> DISTINCT_PORTS =
            OneOf.lowerCase(List.of(DistinctPorts.PREFER, DistinctPorts.REQUIRE, DistinctPorts.IGNORE));

    private PolicyWords() {}
}
