package io.switchman.extender.explain;

import io.switchman.topology.kubelet.OutcomeClass;
import org.jspecify.annotations.Nullable;

/**
 * How sure a node's kubelet is to give devices that are aligned as a pod asks.
 *
 * @param kind the class
 * @param p how likely on a stock node, 0 to 1; for a class that is not known the least that it may be
 * @param why in a few words
 * @param remedy the cheapest change that would make it certain, or null
 */
public record Certainty(
        OutcomeClass kind, double p, String why, @Nullable String remedy) {}
