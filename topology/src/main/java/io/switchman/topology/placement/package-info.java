/** Deciding: what a pod asks, which devices of a node would serve it best, and which node is best. */
@NullMarked
package io.switchman.topology.placement;

import org.jspecify.annotations.NullMarked;
