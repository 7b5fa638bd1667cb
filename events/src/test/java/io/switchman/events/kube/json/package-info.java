/** Tests of reading JSON in part. */
@NullMarked
package io.switchman.events.kube.json;

import org.jspecify.annotations.NullMarked;
