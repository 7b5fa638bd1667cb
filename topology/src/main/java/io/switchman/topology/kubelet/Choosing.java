package io.switchman.topology.kubelet;

/** A plugin that is asked which devices a container should get ({@code callGetPreferredAllocationIfAvailable}). */
interface Choosing {
    /**
     * The devices a plugin prefers, none where it crashed.
     *
     * @param offered the list it gets
     * @param required devices that must be among them
     */
    Spread<Listing> preferred(Listing offered, long required, int size);
}
