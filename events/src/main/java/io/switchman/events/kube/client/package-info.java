/** The way to a real API server, by the official Java client. */
@NullMarked
package io.switchman.events.kube.client;

import org.jspecify.annotations.NullMarked;
