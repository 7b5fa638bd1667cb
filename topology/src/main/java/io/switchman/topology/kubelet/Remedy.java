package io.switchman.topology.kubelet;

/** A change that makes an aligned placement certain. */
public sealed interface Remedy {
    /** The pod asks for VFs by names that one port each carries. */
    record RailNames() implements Remedy {}

    /** The kubelet runs another {@code topologyManagerPolicy}. */
    record OtherPolicy(TopologyPolicy policy) implements Remedy {}

    /** The kubelet runs another {@code topologyManagerScope}. */
    record OtherScope(TopologyScope scope) implements Remedy {}

    /**
     * One GPU that is in use becomes free.
     *
     * @param gpu its index
     */
    record FreedGpu(int gpu) implements Remedy {}

    /** The node is steered: the GPU plugin answers with the planned GPUs. */
    record Steering() implements Remedy {}

    /** Two changes together. */
    record Both(Remedy first, Remedy second) implements Remedy {}
}
