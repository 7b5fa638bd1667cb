/** Deciding: the one writer of the state, and the four verbs on its snapshots. */
@NullMarked
package io.switchman.extender.app;

import org.jspecify.annotations.NullMarked;
