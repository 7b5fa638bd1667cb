/** What a node is made of: addresses, the PCIe tree, GPUs, ports, and how near two devices are. */
@NullMarked
package io.switchman.topology.model;

import org.jspecify.annotations.NullMarked;
