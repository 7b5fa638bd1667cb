/** The plan that is written on a pod: its text, its signature, and its way from and to a claim. */
@NullMarked
package io.switchman.events.plan;

import org.jspecify.annotations.NullMarked;
