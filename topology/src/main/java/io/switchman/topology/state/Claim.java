package io.switchman.topology.state;

import java.util.Arrays;

/**
 * Devices of one node that belong to one pod.
 *
 * @param pod whose
 * @param podName {@code namespace/name}, for people
 * @param priority the pod's priority, for preemption
 * @param gpus GPUs as bits by index into the machine's list
 * @param vfs VFs from each of the machine's sources, 0 or more
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record Claim(PodId pod, String podName, int priority, int gpus, int[] vfs) {
    public Claim {
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

    @Override
    public boolean equals(Object o) {
        return o instanceof Claim c
                && pod.equals(c.pod)
                && podName.equals(c.podName)
                && priority == c.priority
                && gpus == c.gpus
                && Arrays.equals(vfs, c.vfs);
    }

    @Override
    public int hashCode() {
        return 31 * pod.hashCode() + gpus;
    }

    @Override
    public String toString() {
        return "Claim[%s (%s), GPUs %s, VFs %s]"
                .formatted(podName, pod, Integer.toBinaryString(gpus), Arrays.toString(vfs));
    }
}
