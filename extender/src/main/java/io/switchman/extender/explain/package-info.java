/** Answers to people: why a node fits a pod or does not, and what we know of the cluster. */
@NullMarked
package io.switchman.extender.explain;

import org.jspecify.annotations.NullMarked;
