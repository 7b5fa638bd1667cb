/** Certificates of the verbs: reading, checking, and taking new ones without a restart. */
@NullMarked
package io.switchman.extender.tls;

import org.jspecify.annotations.NullMarked;
