package io.switchman.topology;

import io.switchman.topology.placement.DamageWeights;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.NodeShape;

/**
 * A node and a request drawn by chance.
 *
 * @param seed draws the same again
 * @param shape the node
 * @param request what is asked of it
 * @param weights what later requests lose
 */
public record RandomCase(long seed, NodeShape shape, Request request, DamageWeights weights) {}
