/** The side of the service that faces a Kubernetes cluster: what is heard from it, and what is written to it. */
@NullMarked
package io.switchman.extender.cluster;

import org.jspecify.annotations.NullMarked;
