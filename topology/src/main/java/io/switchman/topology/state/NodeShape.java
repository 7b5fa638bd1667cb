package io.switchman.topology.state;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import java.util.Arrays;

/**
 * What is free on a machine: all that a placement depends on. Equal machines in equal states have equal shapes, so that a
 * verdict found for one serves all of them.
 *
 * <p>Immutable; the machine is compared by identity.
 */
public final class NodeShape {
    private final Machine machine;
    private final KubeletSetup kubelet;
    private final int freeGpus;
    private final long usablePorts;
    private final int[] existingVfs;
    private final int[] freeVfs;
    private final int hash;

    /** Arrays are neither copied nor changed, so that shapes of one node share what exists. */
    private NodeShape(
            Machine machine, KubeletSetup kubelet, int freeGpus, long usablePorts, int[] existingVfs, int[] freeVfs) {
        this.machine = machine;
        this.kubelet = kubelet;
        this.freeGpus = freeGpus;
        this.usablePorts = usablePorts;
        this.existingVfs = existingVfs;
        this.freeVfs = freeVfs;
        int fixed = 31 * (31 * System.identityHashCode(machine) + kubelet.hashCode()) + Arrays.hashCode(existingVfs);
        this.hash = 31 * (31 * (31 * fixed + freeGpus) + Long.hashCode(usablePorts)) + Arrays.hashCode(freeVfs);
        check();
    }

    /**
     * A shape from counts, of a node of whose kubelet nothing is known.
     *
     * @param freeGpus bit i set: GPU i of the machine is free
     * @param usablePorts bit i set: port i may serve new pods
     * @param freeVfs free VFs for each of {@link Machine#sources()}, 0 to the pool's total
     * @throws IllegalArgumentException if a bit or a count is outside the machine
     */
    public static NodeShape of(Machine machine, int freeGpus, long usablePorts, int[] freeVfs) {
        return new NodeShape(machine, KubeletSetup.UNKNOWN, freeGpus, usablePorts, described(machine), freeVfs.clone());
    }

    /** The shape of a machine that nobody uses. */
    public static NodeShape idle(Machine machine) {
        return idle(machine, KubeletSetup.UNKNOWN, allPorts(machine), described(machine));
    }

    /**
     * The shape of a node that nobody uses.
     *
     * @param existingVfs VFs that exist for each of {@link Machine#sources()}, 0 to the pool's total
     * @throws IllegalArgumentException as above
     */
    static NodeShape idle(Machine machine, KubeletSetup kubelet, long usablePorts, int[] existingVfs) {
        int[] all = existingVfs.clone();
        return new NodeShape(machine, kubelet, allGpus(machine), usablePorts, all, all);
    }

    private static int[] described(Machine machine) {
        return machine.sources().stream()
                .mapToInt(source -> source.pool().total())
                .toArray();
    }

    private void check() {
        if (freeVfs.length != machine.sources().size() || existingVfs.length != freeVfs.length) {
            throw new IllegalArgumentException("%s has %d VF pools, counts are given for %d of %d"
                    .formatted(machine, machine.sources().size(), freeVfs.length, existingVfs.length));
        }
        if ((freeGpus & ~allGpus(machine)) != 0 || (usablePorts & ~allPorts(machine)) != 0) {
            throw new IllegalArgumentException("%s has no such devices: GPUs %#x, ports %#x"
                    .formatted(machine, freeGpus & ~allGpus(machine), usablePorts & ~allPorts(machine)));
        }
        for (int i = 0; i < freeVfs.length; i++) {
            int total = machine.sources().get(i).pool().total();
            if (freeVfs[i] < 0 || freeVfs[i] > existingVfs[i] || existingVfs[i] > total) {
                throw new IllegalArgumentException("%s: %d free VFs of %d that exist in a pool of %d (%s)"
                        .formatted(
                                machine,
                                freeVfs[i],
                                existingVfs[i],
                                total,
                                machine.sources().get(i)));
            }
        }
    }

    /** The same devices under a kubelet of which this is known. */
    public NodeShape with(KubeletSetup setup) {
        return new NodeShape(machine, setup, freeGpus, usablePorts, existingVfs, freeVfs);
    }

    public Machine machine() {
        return machine;
    }

    /** Whether these devices are all free. */
    boolean has(int gpus, int[] vfs) {
        boolean all = (gpus & ~freeGpus) == 0;
        for (int source = 0; source < freeVfs.length; source++) {
            all &= vfs[source] <= freeVfs[source];
        }
        return all;
    }

    /** The same node after a pod took these devices. */
    public NodeShape without(int gpus, int[] vfs) {
        return changed(freeGpus & ~gpus, vfs, -1);
    }

    /** The same node after a pod gave these devices back. */
    public NodeShape with(int gpus, int[] vfs) {
        return changed(freeGpus | gpus, vfs, 1);
    }

    private NodeShape changed(int gpus, int[] vfs, int sign) {
        int[] counts = freeVfs.clone();
        for (int source = 0; source < counts.length; source++) {
            counts[source] += sign * vfs[source];
        }
        return new NodeShape(machine, kubelet, gpus, usablePorts, existingVfs, counts);
    }

    /** What is known of the node's kubelet. */
    public KubeletSetup kubelet() {
        return kubelet;
    }

    /** Free GPUs as bits by index. */
    public int freeGpus() {
        return freeGpus;
    }

    /** Ports that may serve new pods, as bits by index. */
    public long usablePorts() {
        return usablePorts;
    }

    public boolean isUsable(int port) {
        return (usablePorts >>> port & 1) != 0;
    }

    /** This node with these GPUs and VFs free instead. */
    NodeShape withFree(int gpus, int[] vfs) {
        return new NodeShape(machine, kubelet, gpus, usablePorts, existingVfs, vfs.clone());
    }

    /** VFs of a source that exist, in use or not: at most as many as the machine is described with. */
    public int existingVfs(int source) {
        return existingVfs[source];
    }

    /** Free VFs of a source, whether or not its port is usable. */
    public int freeVfs(int source) {
        return freeVfs[source];
    }

    /** VFs of a source that a new pod may be given: none on a port that is not usable. */
    public int offeredVfs(int source) {
        VfSource s = machine.sources().get(source);
        return isUsable(s.port()) ? freeVfs[source] : 0;
    }

    /** All counts, a copy. */
    public int[] freeVfs() {
        return freeVfs.clone();
    }

    public NodeShape withUsablePorts(long ports) {
        return new NodeShape(machine, kubelet, freeGpus, ports, existingVfs, freeVfs);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof NodeShape other
                && hash == other.hash
                && machine == other.machine
                && kubelet.equals(other.kubelet)
                && freeGpus == other.freeGpus
                && usablePorts == other.usablePorts
                && Arrays.equals(existingVfs, other.existingVfs)
                && Arrays.equals(freeVfs, other.freeVfs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "NodeShape[%s, free GPUs %s, usable ports %s, free VFs %s]"
                .formatted(
                        machine.name(),
                        Integer.toBinaryString(freeGpus),
                        Long.toBinaryString(usablePorts),
                        Arrays.toString(freeVfs));
    }

    private static int allGpus(Machine machine) {
        return (1 << machine.gpus().size()) - 1;
    }

    private static long allPorts(Machine machine) {
        return (1L << machine.ports().size()) - 1;
    }
}
