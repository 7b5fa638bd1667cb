/** Machines, requests and an oracle for the tests of all modules. */
@NullMarked
package io.switchman.topology;

import org.jspecify.annotations.NullMarked;
