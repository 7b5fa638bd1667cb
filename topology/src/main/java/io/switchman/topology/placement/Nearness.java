package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityTree;
import io.switchman.topology.model.Machine;
import org.jspecify.annotations.Nullable;

/** How near given devices are: the worst level when GPUs and VFs are paired as well as they can be. */
public final class Nearness {
    private Nearness() {}

    /**
     * The level at which the devices are aligned; null if there are GPUs only or VFs only.
     *
     * @param gpus GPUs as bits by index
     * @param vfs VFs from each source
     */
    public static @Nullable Locality level(Machine machine, int gpus, int[] vfs) {
        int[] onPort = new int[machine.ports().size()];
        int total = 0;
        for (int source = 0; source < vfs.length; source++) {
            onPort[machine.sources().get(source).port()] += vfs[source];
            total += vfs[source];
        }
        int gpuCount = Integer.bitCount(gpus);
        if (gpuCount == 0 || total == 0) {
            return null;
        }
        for (Locality level : Locality.values()) {
            if (isAligned(machine.tree(), level, gpus, onPort, gpuCount, total)) {
                return level;
            }
        }
        return Locality.UNKNOWN;
    }

    private static boolean isAligned(
            LocalityTree tree, Locality level, int gpus, int[] onPort, int gpuCount, int vfCount) {
        int[] gpusIn = new int[tree.classes(level)];
        int[] vfsIn = new int[tree.classes(level)];
        for (int gpu = 0; gpu < Integer.SIZE; gpu++) {
            if ((gpus >>> gpu & 1) != 0) {
                gpusIn[tree.ofGpu(level, gpu)]++;
            }
        }
        for (int port = 0; port < onPort.length; port++) {
            vfsIn[tree.ofPort(level, port)] += onPort[port];
        }
        for (int i = 0; i < gpusIn.length; i++) {
            boolean tooFew = gpuCount >= vfCount ? vfsIn[i] > gpusIn[i] : gpusIn[i] > vfsIn[i];
            boolean alone = (gpusIn[i] == 0) != (vfsIn[i] == 0);
            if (tooFew || alone) {
                return false;
            }
        }
        return true;
    }
}
