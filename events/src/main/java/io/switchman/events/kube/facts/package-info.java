/** What Kubernetes objects tell, as plain values. No JSON and no client is known here. */
@NullMarked
package io.switchman.events.kube.facts;

import org.jspecify.annotations.NullMarked;
