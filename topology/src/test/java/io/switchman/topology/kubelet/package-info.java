@NullMarked
package io.switchman.topology.kubelet;

import org.jspecify.annotations.NullMarked;
