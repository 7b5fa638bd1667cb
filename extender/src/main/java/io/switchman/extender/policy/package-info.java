/** What a pod asks for in its annotations. */
@NullMarked
package io.switchman.extender.policy;

import org.jspecify.annotations.NullMarked;
