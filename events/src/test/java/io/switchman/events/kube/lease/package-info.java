@NullMarked
package io.switchman.events.kube.lease;

import org.jspecify.annotations.NullMarked;
