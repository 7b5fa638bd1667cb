package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads {@code Nodes}: only the names are looked at, the objects stay bytes. */
final class NodeListReader {
    private final JsonFactory json;
    private final NameTable table;
    private final int maxNodes;
    private final NodeObjects objects = new NodeObjects();
    private final List<String> unknown = new ArrayList<>();
    private int[] slots = new int[16];
    private int known;

    NodeListReader(JsonFactory json, NameTable table, int maxNodes) {
        this.json = json;
        this.table = table;
        this.maxNodes = maxNodes;
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
        return new Offered(slots, known, unknown, objects);
    }

    private void readItems(JsonParser parser, Slice slice) throws IOException, MalformedRequest {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedRequest("Nodes.items is no array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String path = "Nodes.items[" + objects.size() + "]";
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new MalformedRequest(path + " is no object");
            }
            if (objects.size() == maxNodes) {
                throw MalformedRequest.beyond("nodesPerRequest", "more than " + maxNodes + " Nodes");
            }
            int from = slice.from() + (int) parser.currentTokenLocation().getByteOffset();
            String name = readName(parser, path);
            int to = slice.from() + (int) parser.currentLocation().getByteOffset();
            add(name, new Slice(slice.bytes(), from, to));
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

    private void add(String name, Slice object) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int slot = table.find(utf8, 0, utf8.length);
        objects.put(slot, name, object);
        if (slot < 0) {
            unknown.add(name);
            return;
        }
        if (known == slots.length) {
            slots = Arrays.copyOf(slots, known * 2);
        }
        slots[known++] = slot;
    }
}
