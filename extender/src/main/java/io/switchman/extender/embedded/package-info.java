/** A cluster inside the process: bundled machines with pods on them, for trying things out and for load runs. */
@NullMarked
package io.switchman.extender.embedded;

import org.jspecify.annotations.NullMarked;
