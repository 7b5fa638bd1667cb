/**
 * What changes on a node while pods come and go, and the one place where it may change.
 *
 * <p>{@code ClusterEvent} is what happened, {@code Reducer} what becomes of it, {@code Effect} what others should know or do. Facts
 * (bound pods, evidence) win over what is held or guessed; what is asked for (holds, claims) is granted or refused.
 */
@NullMarked
package io.switchman.topology.state;

import org.jspecify.annotations.NullMarked;
