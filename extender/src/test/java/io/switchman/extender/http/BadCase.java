package io.switchman.extender.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body that must not be taken.
 *
 * @param what what is wrong with it
 * @param status the HTTP status of the answer
 * @param error the text of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
record BadCase(String what, String verb, byte[] body, int status, String error) {
    static BadCase malformed(String what, String body, String error) {
        return new BadCase(what, "filter", utf8(body), 400, error);
    }

    /** The text's characters are the bytes. */
    static BadCase bytes(String what, String body, String error) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.chars().forEach(bytes::write);
        return new BadCase(what, "filter", bytes.toByteArray(), 400, error);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return verb + ": " + what;
    }
}
