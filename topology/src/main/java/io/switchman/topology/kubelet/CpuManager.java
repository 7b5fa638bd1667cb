package io.switchman.topology.kubelet;

/** The kubelet's {@code cpuManagerPolicy}. */
public enum CpuManager {
    /** No container has CPUs of its own. */
    NONE,
    /** Guaranteed containers with whole CPUs get them for themselves, and have hints for them. */
    STATIC
}
