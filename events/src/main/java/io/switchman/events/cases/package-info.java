/** Questions to the kubelet model: a machine, a state and a pod, as the cases of the oracle write them. */
@NullMarked
package io.switchman.events.cases;

import org.jspecify.annotations.NullMarked;
