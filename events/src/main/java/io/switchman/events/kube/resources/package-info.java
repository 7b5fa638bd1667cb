/** Rules of the API server and the kubelet about what containers ask for, shared by all who read pods. */
@NullMarked
package io.switchman.events.kube.resources;

import org.jspecify.annotations.NullMarked;
