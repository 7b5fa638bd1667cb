package io.switchman.events.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    @Test
    void showsLinesOneByOne() throws IOException {
        assertThat(lines("a\nbc\r\n\n\nd")).containsExactly("a", "bc", "d");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\n")).isEmpty();
        assertThat(lines("x".repeat(20_000) + "\ny")).containsExactly("x".repeat(20_000), "y");
    }

    @Test
    void skipsWhatWasNotRead() throws IOException {
        FrameReader frames = new FrameReader(new StringReader("abc\ndef\n"));
        assertThat(frames.next()).isTrue();
        assertThat(frames.read(new char[2], 0, 2)).isEqualTo(2);
        assertThat(frames.next()).isTrue();
        assertThat(rest(frames)).isEqualTo("def");
        assertThat(frames.read(new char[2], 0, 2)).isEqualTo(-1);
        assertThat(frames.next()).isFalse();
    }

    private static List<String> lines(String text) throws IOException {
        FrameReader frames = new FrameReader(new StringReader(text));
        List<String> lines = new ArrayList<>();
        while (frames.next()) {
            lines.add(rest(frames));
        }
        return lines;
    }

    private static String rest(Reader in) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] some = new char[7];
        for (int n = in.read(some, 0, 7); n > 0; n = in.read(some, 0, 7)) {
            text.append(some, 0, n);
        }
        return text.toString();
    }
}
