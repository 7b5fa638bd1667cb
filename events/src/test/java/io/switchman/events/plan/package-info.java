@NullMarked
package io.switchman.events.plan;

import org.jspecify.annotations.NullMarked;
