package io.switchman.extender.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over JSON bytes without building anything: finds where values end, eight bytes at a time inside strings.
 *
 * <p>It checks structure (brackets match, depth is bounded), not the inside of values; whoever reads a value checks that.
 */
final class JsonScanner {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    final byte[] bytes;
    final int end;
    int at;

    private final int base;
    private final int maxDepth;

    /**
     * A scanner.
     *
     * @param base levels around what is scanned
     * @param maxDepth deepest nesting of a value below them
     */
    JsonScanner(byte[] bytes, int from, int to, int base, int maxDepth) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.base = base;
        this.maxDepth = maxDepth;
    }

    /** Skips white space and returns the next byte without taking it, or -1 at the end. */
    int peek() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return b;
            }
            at++;
        }
        return -1;
    }

    /** Takes one byte after white space, which must be the given one. */
    void take(char wanted) throws MalformedRequest {
        int next = peek();
        if (next != wanted) {
            throw wrong("'" + wanted + "'");
        }
        at++;
    }

    /** Skips a string whose opening quote is next; returns the index of the closing quote. */
    int skipString() throws MalformedRequest {
        take('"');
        while (true) {
            int quote = findQuoteOrBackslash(at);
            if (quote >= end) {
                at = end;
                throw wrong("the end of a string");
            }
            if (bytes[quote] == '"') {
                at = quote + 1;
                return quote;
            }
            at = quote + 2;
        }
    }

    /** Skips any value. */
    void skipValue() throws MalformedRequest {
        int first = peek();
        if (first == '"') {
            skipString();
        } else if (first == '{' || first == '[') {
            skipNested();
        } else {
            skipScalar();
        }
    }

    /** What stands here, in short. */
    String excerpt() {
        return new Slice(bytes, at, end).excerpt();
    }

    MalformedRequest wrong(String wanted) {
        String found = at >= end ? "the body ends" : "there is '" + excerpt() + "'";
        return new MalformedRequest("not valid JSON at byte " + at + ": " + found + ", wanted " + wanted);
    }

    private void skipNested() throws MalformedRequest {
        boolean[] isObject = new boolean[maxDepth];
        int depth = 0;
        do {
            if (at >= end) {
                throw wrong("a closing bracket");
            }
            byte b = bytes[at];
            switch (b) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> {
                    if (depth == maxDepth) {
                        throw MalformedRequest.beyond(
                                "jsonDepth", "nested deeper than " + (base + maxDepth) + " levels at byte " + at);
                    }
                    isObject[depth++] = b == '{';
                }
                case '}', ']' -> {
                    depth--;
                    if (isObject[depth] != (b == '}')) {
                        throw wrong(isObject[depth] ? "'}'" : "']'");
                    }
                }
                default -> {}
            }
            at++;
        } while (depth > 0);
    }

    private void skipScalar() throws MalformedRequest {
        int start = at;
        while (at < end && isScalar(bytes[at])) {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
    }

    private static boolean isScalar(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == 'E' || b == '-' || b == '+' || b == '.';
    }

    /** Index of the first quote or backslash from an index on, or the end. */
    private int findQuoteOrBackslash(int from) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long word = (long) LONG.get(bytes, i);
            long hit = quotesOrBackslashes(word);
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        while (i < end && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Marks the first quote or backslash of eight bytes by its high bit; higher marks may be false. */
    static long quotesOrBackslashes(long word) {
        return zeroBytes(word ^ QUOTES) | zeroBytes(word ^ BACKSLASHES);
    }

    /** The high bit of the lowest zero byte is set (higher ones may be set falsely; only the lowest is used). */
    private static long zeroBytes(long word) {
        return word - ONES & ~word & HIGHS;
    }
}
