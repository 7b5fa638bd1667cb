/** Tests of feeds, with clusters that are made up. */
@NullMarked
package io.switchman.events.kube.feed;

import org.jspecify.annotations.NullMarked;
