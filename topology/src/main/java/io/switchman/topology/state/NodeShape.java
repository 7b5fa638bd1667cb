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
    private final int[] freeVfs;
    private final int hash;

    private NodeShape(Machine machine, KubeletSetup kubelet, int freeGpus, long usablePorts, int[] freeVfs) {
        this.machine = machine;
        this.kubelet = kubelet;
        this.freeGpus = freeGpus;
        this.usablePorts = usablePorts;
        this.freeVfs = freeVfs;
        int fixed = 31 * System.identityHashCode(machine) + kubelet.hashCode();
        this.hash = 31 * (31 * (31 * fixed + freeGpus) + Long.hashCode(usablePorts)) + Arrays.hashCode(freeVfs);
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
        return of(machine, KubeletSetup.UNKNOWN, freeGpus, usablePorts, freeVfs);
    }

    /**
     * A shape from counts.
     *
     * @param kubelet what is known of the node's kubelet
     * @throws IllegalArgumentException as above
     */
    static NodeShape of(Machine machine, KubeletSetup kubelet, int freeGpus, long usablePorts, int[] freeVfs) {
        if (freeVfs.length != machine.sources().size()) {
            throw new IllegalArgumentException("%s has %d VF pools, counts are given for %d"
                    .formatted(machine, machine.sources().size(), freeVfs.length));
        }
        if ((freeGpus & ~allGpus(machine)) != 0 || (usablePorts & ~allPorts(machine)) != 0) {
            throw new IllegalArgumentException("%s has no such devices: GPUs %#x, ports %#x"
                    .formatted(machine, freeGpus & ~allGpus(machine), usablePorts & ~allPorts(machine)));
        }
        for (int i = 0; i < freeVfs.length; i++) {
            int total = machine.sources().get(i).pool().total();
            if (freeVfs[i] < 0 || freeVfs[i] > total) {
                throw new IllegalArgumentException("%s: %d free VFs in a pool of %d (%s)"
                        .formatted(machine, freeVfs[i], total, machine.sources().get(i)));
            }
        }
        return new NodeShape(machine, kubelet, freeGpus, usablePorts, freeVfs.clone());
    }

    /** The shape of a machine that nobody uses. */
    public static NodeShape idle(Machine machine) {
        int[] all = machine.sources().stream().mapToInt(s -> s.pool().total()).toArray();
        return new NodeShape(machine, KubeletSetup.UNKNOWN, allGpus(machine), allPorts(machine), all);
    }

    /** The same devices under a kubelet of which this is known. */
    public NodeShape with(KubeletSetup setup) {
        return new NodeShape(machine, setup, freeGpus, usablePorts, freeVfs);
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
        return of(machine, kubelet, gpus, usablePorts, counts);
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
        return of(machine, kubelet, freeGpus, ports, freeVfs);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof NodeShape other
                && hash == other.hash
                && machine == other.machine
                && kubelet.equals(other.kubelet)
                && freeGpus == other.freeGpus
                && usablePorts == other.usablePorts
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
