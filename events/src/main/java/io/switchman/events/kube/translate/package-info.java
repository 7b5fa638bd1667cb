/** From JSON of one kind to its facts. Nothing here throws: what is wrong becomes a problem. */
@NullMarked
package io.switchman.events.kube.translate;

import org.jspecify.annotations.NullMarked;
