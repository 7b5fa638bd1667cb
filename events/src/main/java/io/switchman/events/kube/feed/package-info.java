/** Lists and watches of one kind, kept up to date through everything an API server and a network do. */
@NullMarked
package io.switchman.events.kube.feed;

import org.jspecify.annotations.NullMarked;
