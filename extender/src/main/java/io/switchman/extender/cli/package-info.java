/** The command line: the only place that reads arguments, wires the parts together or exits. */
@NullMarked
package io.switchman.extender.cli;

import org.jspecify.annotations.NullMarked;
