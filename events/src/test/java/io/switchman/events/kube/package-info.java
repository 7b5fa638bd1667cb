/** Tests of the Kubernetes side. */
@NullMarked
package io.switchman.events.kube;

import org.jspecify.annotations.NullMarked;
