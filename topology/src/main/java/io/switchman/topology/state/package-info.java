/** What changes on a node while pods come and go, and the one place where it may change. */
@NullMarked
package io.switchman.topology.state;

import org.jspecify.annotations.NullMarked;
