package io.switchman.topology.state;

import java.util.Arrays;
import java.util.List;

/**
 * Devices of one node that belong to one pod. As long as nobody told which it really got, they are those it would best
 * have got, and the extent says what else it may be.
 *
 * @param pod whose
 * @param podName {@code namespace/name}, for people
 * @param priority the pod's priority, for preemption
 * @param gpus GPUs as bits by index into the machine's list
 * @param vfs VFs from each of the machine's sources, 0 or more
 * @param extent how well the devices are known
 * @param missing devices that the pod has beside these by name, because pods claim all that there are of that name; nothing
 *     unless the extent is any
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record Claim(PodId pod, String podName, int priority, int gpus, int[] vfs, Extent extent, Asked missing) {
    /** How well a claim's devices are known. */
    public sealed interface Extent {
        /**
         * They are these.
         *
         * @param isTold whether the node said so; if not, it was planned so or the kubelet had no choice, which its word may
         *     prove wrong
         */
        record Exact(boolean isTold) implements Extent {
            /** Not by the node's word. */
            public Exact() {
                this(false);
            }
        }

        /**
         * The VFs are these, the GPUs are one of some sets.
         *
         * @param gpuSets each as bits by index into the machine's list, two or more
         */
        record OneOf(List<Integer> gpuSets) implements Extent {
            public OneOf {
                gpuSets = List.copyOf(gpuSets);
            }
        }

        /** They may be any of their kind. */
        record Any() implements Extent {}
    }

    /** Exactly these devices. */
    public Claim(PodId pod, String podName, int priority, int gpus, int[] vfs) {
        this(pod, podName, priority, gpus, vfs, new Extent.Exact());
    }

    /** Devices of which none is missing. */
    public Claim(PodId pod, String podName, int priority, int gpus, int[] vfs, Extent extent) {
        this(pod, podName, priority, gpus, vfs, extent, Asked.NOTHING);
    }

    /**
     * Devices.
     *
     * @throws IllegalArgumentException if a count is negative, or devices are missing although it is known which ones it has
     */
    public Claim {
        if (!missing.isNothing() && !(extent instanceof Extent.Any)) {
            throw new IllegalArgumentException(podName + " misses " + missing + " beside " + extent);
        }
        vfs = vfs.clone();
        for (int count : vfs) {
            if (count < 0) {
                throw new IllegalArgumentException(podName + " claims " + Arrays.toString(vfs) + " VFs");
            }
        }
    }

    @Override
    public int[] vfs() {
        return vfs.clone();
    }

    int vfs(int source) {
        return vfs[source];
    }

    public boolean isExact() {
        return extent instanceof Extent.Exact;
    }

    /** Whether its node said that the pod has these devices. */
    public boolean isTold() {
        return extent instanceof Extent.Exact(boolean told) && told;
    }

    /** The same pod with these devices instead, by its node's word. */
    Claim settled(int actualGpus, int[] actualVfs) {
        return new Claim(pod, podName, priority, actualGpus, actualVfs, new Extent.Exact(true));
    }

    /** The same pod with these devices instead, because it can have no others. */
    Claim forced(int onlyGpus, int[] onlyVfs) {
        return new Claim(pod, podName, priority, onlyGpus, onlyVfs, new Extent.Exact(false));
    }

    /** The same devices, but only as a guess. */
    Claim doubted() {
        return strayed(gpus, vfs, missing);
    }

    /** Whether it is of the same devices as another. */
    boolean hasDevicesOf(Claim other) {
        return gpus == other.gpus && Arrays.equals(vfs, other.vfs);
    }

    /** The same pod, nominally with these devices instead. */
    Claim moved(int otherGpus, int[] otherVfs) {
        return new Claim(pod, podName, priority, otherGpus, otherVfs, extent, missing);
    }

    /** The same pod, nominally with these devices and some more, and nobody knows which it has. */
    Claim strayed(int otherGpus, int[] otherVfs, Asked more) {
        return new Claim(pod, podName, priority, otherGpus, otherVfs, new Extent.Any(), more);
    }

    /** The same devices of a pod that is called and ranked like this. */
    Claim of(PodId id, String name, int rank) {
        return new Claim(id, name, rank, gpus, vfs, extent, missing);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Claim c
                && pod.equals(c.pod)
                && podName.equals(c.podName)
                && priority == c.priority
                && gpus == c.gpus
                && extent.equals(c.extent)
                && missing.equals(c.missing)
                && Arrays.equals(vfs, c.vfs);
    }

    @Override
    public int hashCode() {
        return 31 * pod.hashCode() + gpus;
    }

    @Override
    public String toString() {
        return "Claim[%s (%s), GPUs %s, VFs %s, %s%s]"
                .formatted(
                        podName,
                        pod,
                        Integer.toBinaryString(gpus),
                        Arrays.toString(vfs),
                        extent,
                        missing.isNothing() ? "" : ", missing " + missing);
    }
}
