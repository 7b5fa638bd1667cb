/** Facts in, facts out. */
@NullMarked
package io.switchman.events;

import org.jspecify.annotations.NullMarked;
