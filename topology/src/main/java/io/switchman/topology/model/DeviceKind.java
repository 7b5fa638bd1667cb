package io.switchman.topology.model;

/** What a PCI function is to us. */
public enum DeviceKind {
    GPU,
    NIC,
    /** Any other endpoint: it counts when we ask whether a bridge leads to a GPU alone. */
    OTHER
}
