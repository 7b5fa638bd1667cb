/**
 * The scheduler's extender protocol, version 1: exact JSON in, exact JSON out.
 *
 * <p>Source: {@code staging/src/k8s.io/kube-scheduler/extender/v1/types.go}. Its structs have no JSON tags, so the names on
 * the wire are the capitalised Go names; the Kubernetes objects inside keep their own camel-case names.
 */
@NullMarked
package io.switchman.extender.wire;

import org.jspecify.annotations.NullMarked;
