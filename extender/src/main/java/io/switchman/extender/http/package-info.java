/** Two listeners: the verbs that kube-scheduler calls, and operations for people and monitoring. */
@NullMarked
package io.switchman.extender.http;

import org.jspecify.annotations.NullMarked;
