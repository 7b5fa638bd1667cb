/** Tests of the way to an API server, with one that misbehaves on demand. */
@NullMarked
package io.switchman.events.kube.client;

import org.jspecify.annotations.NullMarked;
