/** The demonstration: a workload scheduled through the real protocol, next to the same workload placed by counts. */
@NullMarked
package io.switchman.extender.demo;

import org.jspecify.annotations.NullMarked;
