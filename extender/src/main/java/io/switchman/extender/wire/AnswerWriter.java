package io.switchman.extender.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows one buffer of JSON bytes: an answer is written in one piece, so that it can carry its length. */
final class AnswerWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] buffer;
    private int length;

    AnswerWriter(int expected) {
        this.buffer = new byte[Math.max(64, expected)];
    }

    AnswerWriter raw(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    AnswerWriter raw(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, buffer, length, to - from);
        length += to - from;
        return this;
    }

    /** A string that needs no escapes, in quotes. */
    AnswerWriter plain(byte[] utf8, int from, int to) {
        int size = to - from;
        reserve(size + 2);
        buffer[length++] = '"';
        System.arraycopy(utf8, from, buffer, length, size);
        length += size;
        buffer[length++] = '"';
        return this;
    }

    /** Any string, in quotes, with the escapes it needs (RFC 8259, section 7). */
    AnswerWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length * 6 + 2);
        buffer[length++] = '"';
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                buffer[length++] = '\\';
                buffer[length++] = b;
            } else if (b >= 0 && b < 0x20) {
                raw("\\u00");
                buffer[length++] = (byte) HEX[b >> 4];
                buffer[length++] = (byte) HEX[b & 15];
            } else {
                buffer[length++] = b;
            }
        }
        buffer[length++] = '"';
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer, length);
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
