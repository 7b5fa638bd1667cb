package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads who made a pod. Nothing is decided by it, so that what is wrong counts as absent. */
final class OwnerReader {
    private static final int MAX_TEXT = 256;

    private final JsonParser parser;

    OwnerReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The controller as {@code kind/name}, or empty; the parser stands on {@code metadata.ownerReferences}. */
    String read() throws IOException {
        String owner = "";
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return owner;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String one = reference();
            owner = owner.isEmpty() ? one : owner;
        }
        return owner;
    }

    /** One reference, empty if it is not the controller's. */
    private String reference() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return "";
        }
        String kind = "";
        String name = "";
        boolean controls = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            boolean text = token == JsonToken.VALUE_STRING && parser.getTextLength() <= MAX_TEXT;
            switch (field) {
                case "kind" -> kind = text ? parser.getText() : "";
                case "name" -> name = text ? parser.getText() : "";
                case "controller" -> controls = token == JsonToken.VALUE_TRUE;
                default -> {}
            }
            parser.skipChildren();
        }
        return controls && !name.isEmpty() ? kind + "/" + name : "";
    }
}
