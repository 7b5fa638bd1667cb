/** Nodes without machines: what agents and kubelets would say of them and do on them, played over a real API server. */
@NullMarked
package io.switchman.e2e.fleet;

import org.jspecify.annotations.NullMarked;
