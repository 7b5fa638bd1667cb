package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Says that a value has a type that the protocol does not allow in its place. */
final class WrongType {
    private static final int SHOWN_CHARACTERS = 40;

    private WrongType() {}

    /**
     * The complaint.
     *
     * @param parser stands on the value
     * @param path where the value is
     * @param allowed what may stand there, with its article
     */
    static MalformedRequest of(JsonParser parser, String path, String allowed) throws IOException {
        return new MalformedRequest(
                shorten(path, 4 * SHOWN_CHARACTERS) + " is " + shown(parser) + ": allowed is " + allowed);
    }

    private static String shown(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> '"' + shorten(parser.getText(), SHOWN_CHARACTERS) + '"';
            default -> shorten(parser.getText(), SHOWN_CHARACTERS);
        };
    }

    private static String shorten(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
