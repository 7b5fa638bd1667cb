/** The test kit: machines, random cases and a brute force to compare with. */
@NullMarked
package io.switchman.topology;

import org.jspecify.annotations.NullMarked;
