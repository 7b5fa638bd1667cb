/** Duties that one process of several has, under a Lease of the API server. */
@NullMarked
package io.switchman.events.kube.lease;

import org.jspecify.annotations.NullMarked;
