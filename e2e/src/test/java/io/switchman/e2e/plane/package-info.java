/**
 * A Kubernetes control plane of real processes on loopback, for tests.
 *
 * <p>One thread uses it, the test's. Everything waits with a deadline, and says what the process wrote when it passes.
 */
@NullMarked
package io.switchman.e2e.plane;

import org.jspecify.annotations.NullMarked;
