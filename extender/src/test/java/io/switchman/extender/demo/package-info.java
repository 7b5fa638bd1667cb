/** Tests of the demonstration. */
@NullMarked
package io.switchman.extender.demo;

import org.jspecify.annotations.NullMarked;
