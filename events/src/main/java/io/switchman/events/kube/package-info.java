/** The Kubernetes side: which kinds of objects are watched, what is kept of them, and what each is turned into. */
@NullMarked
package io.switchman.events.kube;

import org.jspecify.annotations.NullMarked;
