package io.switchman.topology.model;

/** Which device plugin answers the kubelet for a GPU: it decides which GPUs of several a pod gets. */
public enum GpuPlugin {
    /** NVIDIA's, for whole GPUs: prefers sets by NVLink and PCIe score. */
    NVIDIA,
    /** Any other, or one that shares GPUs: may give any set. */
    OTHER
}
