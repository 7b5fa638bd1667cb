/** Switchman between a real kube-scheduler and a real kube-apiserver. */
@NullMarked
package io.switchman.e2e;

import org.jspecify.annotations.NullMarked;
