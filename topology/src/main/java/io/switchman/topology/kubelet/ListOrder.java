package io.switchman.topology.kubelet;

/** In which order the device plugins and the kubelet list devices. */
public enum ListOrder {
    /** Any: what holds here is a promise. */
    ANY,
    /** As Go's maps make it from the PCI order: up to eight devices a rotation of it. This gives the estimate. */
    STOCK
}
