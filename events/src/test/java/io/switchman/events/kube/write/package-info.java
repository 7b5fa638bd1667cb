@NullMarked
package io.switchman.events.kube.write;

import org.jspecify.annotations.NullMarked;
