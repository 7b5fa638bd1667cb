package io.switchman.topology.kubelet;

import org.jspecify.annotations.Nullable;

/**
 * A GPU as the kubelet sees it.
 *
 * @param numa the NUMA node its plugin reports, or null for none
 * @param switchKey what it shares with the VFs it pairs with, or null where it pairs with nothing
 * @param busy whether another pod holds it
 */
public record GpuUnit(@Nullable Integer numa, @Nullable String switchKey, boolean busy) {}
