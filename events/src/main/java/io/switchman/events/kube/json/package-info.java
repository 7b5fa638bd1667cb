/** JSON of the API server: read as a stream, kept in part, and taken apart field by field. */
@NullMarked
package io.switchman.events.kube.json;

import org.jspecify.annotations.NullMarked;
