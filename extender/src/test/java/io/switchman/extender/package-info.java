/** Tests of the project as a whole. */
@NullMarked
package io.switchman.extender;

import org.jspecify.annotations.NullMarked;
