package io.switchman.extender.config;

import io.switchman.extender.config.PolicyDefaults.NetworksMode;
import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Policy.DistinctPorts;
import java.util.List;
import java.util.function.Function;

/** The options of a policy, which stand at {@code policy} and under each of the {@code namespaces}. */
record PolicyOptions(
        Option<Policy.Mode> mode,
        Option<Locality> locality,
        Option<DistinctPorts> distinctPorts,
        Option<MinCertainty> minCertainty,
        Option<UnknownNodes> unknownNodes,
        Option<NetworksMode> networksMismatch) {
    private static final OneOf<UnknownNodes> UNKNOWN_NODES =
            OneOf.lowerCase(List.of(UnknownNodes.REFUSE, UnknownNodes.PASS));
    private static final OneOf<NetworksMode> NETWORKS =
            OneOf.lowerCase(List.of(NetworksMode.WARN, NetworksMode.REFUSE));

    /**
     * The options of one policy.
     *
     * @param section the full key above them
     * @param policy where the policy lies in a configuration
     */
    static PolicyOptions of(String section, Function<ExtenderConfig, PolicyDefaults> policy) {
        return new PolicyOptions(
                new Option<>(
                        section,
                        "mode",
                        PolicyWords.MODE,
                        policy.andThen(p -> p.policy().mode()),
                        "What happens to nodes that have no aligned choice: refused, ranked last, or not looked at."),
                new Option<>(
                        section,
                        "locality",
                        PolicyWords.LOCALITY,
                        policy.andThen(p -> p.policy().locality()),
                        "The worst level that counts as aligned; NCCL uses GPUDirect RDMA up to SAME_C2C."),
                new Option<>(
                        section,
                        "distinctPorts",
                        PolicyWords.DISTINCT_PORTS,
                        policy.andThen(p -> p.policy().distinctPorts()),
                        "Whether the VFs of a pod must be on different ports."),
                new Option<>(
                        section,
                        "minCertainty",
                        new CertaintyForm(),
                        policy.andThen(p -> p.policy().minCertainty()),
                        "How sure the kubelet must be to give aligned devices; unset is certain where mode is require,"
                                + " else anything."),
                new Option<>(
                        section,
                        "unknownNodes",
                        UNKNOWN_NODES,
                        policy.andThen(PolicyDefaults::unknownNodes),
                        "What happens to nodes whose devices we do not know: refused, or ranked behind all others."),
                new Option<>(
                        section,
                        "networksMismatch",
                        NETWORKS,
                        policy.andThen(PolicyDefaults::networksMismatch),
                        "What happens to pods whose networks need other VFs than they ask for: a warning in the log, or"
                                + " refused."));
    }

    List<Option<?>> all() {
        return List.of(mode, locality, distinctPorts, minCertainty, unknownNodes, networksMismatch);
    }

    /** The policy of a document; what it does not say is as in the other. */
    PolicyDefaults read(Values values, PolicyDefaults otherwise) {
        Policy policy = otherwise.policy();
        return new PolicyDefaults(
                new Policy(
                        values.get(mode, policy.mode()),
                        values.get(locality, policy.locality()),
                        values.get(distinctPorts, policy.distinctPorts()),
                        values.get(minCertainty, policy.minCertainty())),
                values.get(unknownNodes, otherwise.unknownNodes()),
                values.get(networksMismatch, otherwise.networksMismatch()));
    }
}
