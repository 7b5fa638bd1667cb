package io.switchman.extender.wire;

import java.nio.charset.StandardCharsets;

/**
 * A part of a request's bytes: one JSON value.
 *
 * @param bytes the whole body; never changed
 * @param from first byte
 * @param to one past the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a view: the bytes are never changed nor compared
record Slice(byte[] bytes, int from, int to) {
    boolean isNull() {
        return to - from == 4
                && bytes[from] == 'n'
                && bytes[from + 1] == 'u'
                && bytes[from + 2] == 'l'
                && bytes[from + 3] == 'l';
    }

    /** A short form for messages. */
    String excerpt() {
        int end = Math.min(to, from + 40);
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        return end < to ? text + "…" : text;
    }
}
