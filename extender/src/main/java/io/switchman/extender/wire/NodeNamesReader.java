package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads {@code NodeNames}: from the bytes of each name straight to a slot, without making strings of known ones. */
final class NodeNamesReader {
    private final JsonFactory json;
    private final NameTable table;
    private final int maxNodes;

    NodeNamesReader(JsonFactory json, NameTable table, int maxNodes) {
        this.json = json;
        this.table = table;
        this.maxNodes = maxNodes;
    }

    /** Reads the array that a scanner stands before, and leaves the scanner behind it. */
    Offered read(JsonScanner scanner) throws MalformedRequest {
        byte[] bytes = scanner.bytes;
        if (scanner.peek() != '[') {
            int from = scanner.at;
            scanner.skipValue();
            throw new MalformedRequest("NodeNames is " + new Slice(bytes, from, scanner.at).excerpt()
                    + ": allowed are an array of strings or null");
        }
        scanner.at++;
        OfferedNames names = new OfferedNames(table, maxNodes, "NodeNames");
        int next = scanner.peek();
        while (next != ']') {
            if (next != '"') {
                throw next < 0
                        ? scanner.wrong("a string or ']'")
                        : new MalformedRequest(
                                "NodeNames[" + names.count() + "] is " + scanner.excerpt() + ": allowed are strings");
            }
            names.makeRoom();
            int quote = scanner.at++;
            int slot = table.find(scanner);
            if (slot >= 0) {
                names.add(slot);
            } else {
                scanner.at = quote;
                names.add(decode(bytes, quote, scanner.skipString() + 1));
            }
            next = scanner.peek();
            if (next == ',') {
                scanner.at++;
                next = scanner.peek();
                if (next == ']') {
                    throw scanner.wrong("a string");
                }
            } else if (next != ']') {
                throw scanner.wrong("',' or ']'");
            }
        }
        scanner.at++;
        return names.offered(null);
    }

    private String decode(byte[] bytes, int from, int to) throws MalformedRequest {
        try (JsonParser parser = json.createParser(bytes, from, to - from)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new MalformedRequest("NodeNames has a bad string at byte " + from + ": " + Json.reason(e));
        }
    }
}
