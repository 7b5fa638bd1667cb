/** What is written to the API server about pods: bindings and annotations, and where a pod stands. */
@NullMarked
package io.switchman.events.kube.write;

import org.jspecify.annotations.NullMarked;
