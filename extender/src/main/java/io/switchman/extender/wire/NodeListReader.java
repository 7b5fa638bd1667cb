package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads {@code Nodes}: only the names are looked at, the objects stay bytes. */
final class NodeListReader {
    private final JsonFactory json;
    private final OfferedNames names;
    private final NodeObjects objects = new NodeObjects();

    NodeListReader(JsonFactory json, NameTable table, int maxNodes) {
        this.json = json;
        this.names = new OfferedNames(table, maxNodes, "Nodes");
    }

    Offered read(Slice slice) throws MalformedRequest {
        int length = slice.to() - slice.from();
        try (JsonParser parser = json.createParser(slice.bytes(), slice.from(), length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRequest("Nodes is " + slice.excerpt() + ": allowed are a NodeList or null");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean items = parser.currentName().equals("items");
                JsonToken token = parser.nextToken();
                if (items && token != JsonToken.VALUE_NULL) {
                    readItems(parser, slice);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new MalformedRequest("Nodes is not valid JSON: " + Json.reason(e));
        }
        return names.offered(objects);
    }

    private void readItems(JsonParser parser, Slice slice) throws IOException, MalformedRequest {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw WrongType.of(parser, "Nodes.items", "an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String path = "Nodes.items[" + names.count() + "]";
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw WrongType.of(parser, path, "an object");
            }
            names.makeRoom();
            long from = parser.currentTokenLocation().getByteOffset();
            String name = readName(parser, path);
            long to = parser.currentLocation().getByteOffset();
            if (from < 0 || to <= from) {
                throw new MalformedRequest("Nodes is not UTF-8");
            }
            objects.put(
                    names.add(name),
                    name,
                    new Slice(slice.bytes(), slice.from() + (int) from, slice.from() + (int) to));
        }
    }

    private static String readName(JsonParser parser, String path) throws IOException, MalformedRequest {
        String name = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean metadata = parser.currentName().equals("metadata");
            if (parser.nextToken() != JsonToken.START_OBJECT || !metadata) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean wanted = parser.currentName().equals("name");
                if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
                    name = parser.getText();
                }
                parser.skipChildren();
            }
        }
        if (name.isEmpty()) {
            throw new MalformedRequest(path + ".metadata.name is missing");
        }
        return name;
    }
}
