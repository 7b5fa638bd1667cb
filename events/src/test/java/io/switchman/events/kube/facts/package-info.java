/** Tests of what facts say of themselves. */
@NullMarked
package io.switchman.events.kube.facts;

import org.jspecify.annotations.NullMarked;
