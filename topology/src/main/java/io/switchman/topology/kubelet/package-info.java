/** What the kubelet of a node would do with a pod: admit it or not, and which devices it would give. */
@NullMarked
package io.switchman.topology.kubelet;

import org.jspecify.annotations.NullMarked;
