package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the victims of a preempt request: UIDs alone, or whole pods of which only the UID is read. */
final class VictimsReader {
    private final JsonParser parser;
    private final String name;
    private final int maxNodes;

    VictimsReader(JsonParser parser, String name, int maxNodes) {
        this.parser = parser;
        this.name = name;
        this.maxNodes = maxNodes;
    }

    Map<String, PreemptArgs.Victims> read() throws IOException, MalformedRequest {
        Map<String, PreemptArgs.Victims> byNode = new LinkedHashMap<>();
        parser.nextToken();
        expect(JsonToken.START_OBJECT, name, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String node = parser.currentName();
            if (byNode.size() == maxNodes) {
                throw MalformedRequest.beyond("nodesPerRequest", "more than " + maxNodes + " nodes in " + name);
            }
            parser.nextToken();
            byNode.put(node, victims(name + "." + node));
        }
        return byNode;
    }

    private PreemptArgs.Victims victims(String path) throws IOException, MalformedRequest {
        List<String> uids = new ArrayList<>();
        long violations = 0;
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return new PreemptArgs.Victims(uids, violations);
        }
        expect(JsonToken.START_OBJECT, path, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (field.equals("Pods") && token != JsonToken.VALUE_NULL) {
                expect(JsonToken.START_ARRAY, path + ".Pods", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    uids.add(uid(path + ".Pods[" + uids.size() + "]"));
                }
            } else if (field.equals("NumPDBViolations") && token != JsonToken.VALUE_NULL) {
                expect(JsonToken.VALUE_NUMBER_INT, path + ".NumPDBViolations", "a whole number");
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw WrongType.of(parser, path + ".NumPDBViolations", "a whole number of 64 bits");
                }
                violations = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
        return new PreemptArgs.Victims(uids, violations);
    }

    /** {@code {"UID": "…"}} or {@code {"metadata": {"uid": "…"}, …}}. */
    private String uid(String path) throws IOException, MalformedRequest {
        String uid = "";
        expect(JsonToken.START_OBJECT, path, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (field.equals("UID") && token == JsonToken.VALUE_STRING) {
                uid = parser.getText();
            } else if (field.equals("metadata") && token == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    boolean wanted = parser.currentName().equals("uid");
                    if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
                        uid = parser.getText();
                    }
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
        }
        if (uid.isEmpty()) {
            throw new MalformedRequest(path + " has no UID");
        }
        return uid;
    }

    private void expect(JsonToken wanted, String path, String allowed) throws IOException, MalformedRequest {
        if (parser.currentToken() != wanted) {
            throw WrongType.of(parser, path, allowed);
        }
    }
}
