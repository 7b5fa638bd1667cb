/** Wires the parts into one running service and takes them down again in order. */
@NullMarked
package io.switchman.extender.process;

import org.jspecify.annotations.NullMarked;
