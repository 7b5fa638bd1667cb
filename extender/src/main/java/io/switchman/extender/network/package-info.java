/** Whether pods ask for the devices that their networks attach. */
@NullMarked
package io.switchman.extender.network;

import org.jspecify.annotations.NullMarked;
