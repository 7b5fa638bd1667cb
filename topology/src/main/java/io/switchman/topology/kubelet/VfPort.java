package io.switchman.topology.kubelet;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A port with its VFs. Several ports may serve one resource.
 *
 * @param resource the name its VFs are asked by
 * @param numa the NUMA node its plugin reports, or null for none
 * @param switchKey what its VFs share with the GPUs they pair with, or null where they pair with nothing
 * @param vfs how many VFs the kubelet knows, busy ones too
 * @param busy which of them another pod holds, counted from 0
 */
public record VfPort(
        String resource, @Nullable Integer numa, @Nullable String switchKey, int vfs, Set<Integer> busy) {
    public VfPort {
        busy = Set.copyOf(busy);
        for (int vf : busy) {
            if (vf < 0 || vf >= vfs) {
                throw new IllegalArgumentException("busy VF " + vf + " of " + vfs);
            }
        }
    }
}
