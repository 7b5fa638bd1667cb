/** What we measure of ourselves; every meter is named in {@link io.switchman.extender.observe.Meters}. */
@NullMarked
package io.switchman.extender.observe;

import org.jspecify.annotations.NullMarked;
