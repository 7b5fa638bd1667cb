package io.switchman.events.kube.client;

import java.io.IOException;
import java.io.Reader;

/**
 * Shows a stream line by line, each as a stream of its own: an API server writes every event of a watch as one line. No
 * line is ever held as a whole.
 */
final class FrameReader extends Reader {
    private static final int BUFFER_CHARACTERS = 8192;

    private final Reader in;
    private final char[] buffer = new char[BUFFER_CHARACTERS];
    private int position;
    private int limit;
    private boolean inLine;

    FrameReader(Reader in) {
        this.in = in;
    }

    /** Goes to the next line that is not empty; false at the end of the stream. */
    boolean next() throws IOException {
        while (position < limit || fill()) {
            boolean ends = isEnd(buffer[position]);
            if (!ends && !inLine) {
                inLine = true;
                return true;
            }
            inLine &= !ends;
            position++;
        }
        return false;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = 0;
        while (inLine && count < length && (position < limit || (count == 0 && fill()))) {
            char next = buffer[position++];
            if (isEnd(next)) {
                inLine = false;
            } else {
                target[offset + count++] = next;
            }
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private static boolean isEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(0, count);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
