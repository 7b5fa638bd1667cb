/** The service's configuration: records with every default, and a reader that reports all problems at once. */
@NullMarked
package io.switchman.extender.config;

import org.jspecify.annotations.NullMarked;
