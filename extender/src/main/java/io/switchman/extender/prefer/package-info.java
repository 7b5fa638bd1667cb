/** What a pod would rather have of its node: read as kube-scheduler reads it, since our choice silences its own scores. */
@NullMarked
package io.switchman.extender.prefer;

import org.jspecify.annotations.NullMarked;
