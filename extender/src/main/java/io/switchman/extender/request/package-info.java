/** From what a pod says to what we judge: its managed resources, its policy, or what is wrong with it. */
@NullMarked
package io.switchman.extender.request;

import org.jspecify.annotations.NullMarked;
