package io.switchman.extender.http;

import java.util.Map;

/**
 * An answer as it came over the wire.
 *
 * @param headers by name in lower case
 */
record Answer(int status, Map<String, String> headers, String body) {}
