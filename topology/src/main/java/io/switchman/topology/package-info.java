/** The core's own identity. */
@NullMarked
package io.switchman.topology;

import org.jspecify.annotations.NullMarked;
