/** Tests of what facts come to together. */
@NullMarked
package io.switchman.events.cluster;

import org.jspecify.annotations.NullMarked;
