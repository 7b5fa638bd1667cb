/** From what single objects of the cluster tell to what is so: facts are joined node by node and become events of the state. */
@NullMarked
package io.switchman.events.cluster;

import org.jspecify.annotations.NullMarked;
