package io.switchman.events.kube.facts;

import io.switchman.topology.model.PciAddress;
import org.jspecify.annotations.Nullable;

/**
 * One VF that Multus says it gave to a pod. The pod's author can write this too, so it may confirm and never free a device.
 *
 * @param network {@code namespace/name} of the network
 * @param netInterface the interface in the pod, or empty
 * @param vf address of the VF
 * @param rdma its RDMA device, or null
 * @param pf address of its physical function, or null: the SR-IOV plugin leaves it out
 */
public record NetworkEvidence(
        String network,
        String netInterface,
        PciAddress vf,
        @Nullable String rdma,
        @Nullable PciAddress pf) {}
