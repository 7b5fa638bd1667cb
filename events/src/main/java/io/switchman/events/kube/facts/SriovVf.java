package io.switchman.events.kube.facts;

import io.switchman.topology.model.PciAddress;
import org.jspecify.annotations.Nullable;

/**
 * One VF in a SriovNetworkNodeState.
 *
 * @param id its index on the physical function, from 0; addresses do not follow from it
 * @param driver its driver, or null
 */
public record SriovVf(PciAddress address, int id, @Nullable String driver) {}
