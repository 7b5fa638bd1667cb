/** Readers of machine descriptions: sysfs, NCCL topology files and MachineType objects, each into one {@link Reading}. */
@NullMarked
package io.switchman.events.machine;

import org.jspecify.annotations.NullMarked;
