package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of all verbs. Any thread may use it.
 *
 * <p>The top level is cut into its members first; then each member is read by whoever knows it. So the long list of names
 * is scanned as bytes, and the pod as a stream of tokens.
 */
public final class RequestReader {
    private static final Set<String> FILTER = Set.of("Pod", "Nodes");
    private static final Set<String> EXPLAIN = Set.of("Pod", "Nodes", "metadata", "spec");
    private static final Set<String> BIND = Set.of("PodName", "PodNamespace", "PodUID", "Node");
    private static final Set<String> PREEMPT = Set.of("Pod", "NodeNameToVictims", "NodeNameToMetaVictims");

    private final JsonFactory json;
    private final int maxDepth;
    private final int maxNodes;
    /** A scheduler sends each pod twice, to filter and to prioritize. */
    private volatile @Nullable PodRead last;

    /**
     * A reader.
     *
     * @param maxDepth deepest nesting of a body, 16 or more
     * @param maxNodes most nodes in one request, 1 or more
     */
    public RequestReader(int maxDepth, int maxNodes) {
        this.json = Json.factory(maxDepth);
        this.maxDepth = maxDepth;
        this.maxNodes = maxNodes;
    }

    /** Reads {@code ExtenderArgs}, in both of the scheduler's cache modes. */
    public FilterArgs filter(byte[] body, NameTable table) throws MalformedRequest {
        Names names = new Names(new NodeNamesReader(json, table, maxNodes));
        Map<String, Slice> members = members(body, FILTER, names);
        PodFacts pod = pod(members);
        Offered offered = offered(names, members, table);
        if (offered == null) {
            throw new MalformedRequest("neither Nodes nor NodeNames is given: one of them must be");
        }
        return new FilterArgs(pod, offered);
    }

    /** Reads what filter gets, with or without nodes, or a pod alone. */
    public ExplainArgs explain(byte[] body, NameTable table) throws MalformedRequest {
        Names names = new Names(new NodeNamesReader(json, table, maxNodes));
        Map<String, Slice> members = members(body, EXPLAIN, names);
        if (members.containsKey("Pod")) {
            unread("metadata", members.get("metadata"));
            unread("spec", members.get("spec"));
            return new ExplainArgs(pod(members), offered(names, members, table));
        }
        if (!members.containsKey("metadata") && !members.containsKey("spec")) {
            throw new MalformedRequest(
                    "Pod is missing: allowed are {\"Pod\": {…}, \"NodeNames\": […]} and a Pod object");
        }
        return new ExplainArgs(pod(new Slice(body, 0, body.length)), null);
    }

    /** Reads {@code ExtenderBindingArgs}. */
    public BindArgs bind(byte[] body) throws MalformedRequest {
        Map<String, Slice> members = members(body, BIND, null);
        return new BindArgs(
                text(members, "PodName"),
                text(members, "PodNamespace"),
                text(members, "PodUID"),
                text(members, "Node"));
    }

    /** Reads {@code ExtenderPreemptionArgs}, in both of the scheduler's cache modes. */
    public PreemptArgs preempt(byte[] body) throws MalformedRequest {
        Map<String, Slice> members = members(body, PREEMPT, null);
        PodFacts pod = pod(members);
        Slice meta = members.get("NodeNameToMetaVictims");
        Slice whole = members.get("NodeNameToVictims");
        if (meta == null && whole == null) {
            throw new MalformedRequest(
                    "neither NodeNameToVictims nor NodeNameToMetaVictims is given: one of them must be");
        }
        boolean full = meta == null;
        if (!full) {
            unread("NodeNameToVictims", whole);
        }
        Slice given = Objects.requireNonNull(full ? whole : meta);
        String name = full ? "NodeNameToVictims" : "NodeNameToMetaVictims";
        try (JsonParser parser = parser(given)) {
            return new PreemptArgs(pod, new VictimsReader(parser, name, maxNodes).read());
        } catch (IOException e) {
            throw new MalformedRequest(name + " is not valid JSON: " + Json.reason(e));
        }
    }

    /** The list of names, which is read where it stands: it is most of the body, and one pass over it is enough. */
    private static final class Names {
        private final NodeNamesReader reader;
        private @Nullable Offered offered;

        Names(NodeNamesReader reader) {
            this.reader = reader;
        }

        void read(JsonScanner scanner) throws MalformedRequest {
            offered = reader.read(scanner);
        }
    }

    /**
     * The members of the top-level object; those that are null are left out. The scanner sees brackets only, so what nobody
     * reads afterwards is checked here.
     *
     * @param read members that the caller reads
     */
    private Map<String, Slice> members(byte[] body, Set<String> read, @Nullable Names names) throws MalformedRequest {
        JsonScanner scanner = new JsonScanner(body, 0, body.length, 1, maxDepth - 1);
        Map<String, Slice> members = new HashMap<>();
        scanner.take('{');
        boolean first = true;
        while (scanner.peek() != '}') {
            if (!first) {
                scanner.take(',');
                scanner.peek();
            }
            first = false;
            int from = scanner.at;
            int to = scanner.skipString();
            String name = decode(new Slice(body, from, to + 1));
            scanner.take(':');
            int next = scanner.peek();
            int start = scanner.at;
            if (names != null && name.equals("NodeNames")) {
                if (next != 'n') {
                    names.read(scanner);
                    continue;
                }
                names.offered = null;
            }
            scanner.skipValue();
            Slice value = new Slice(body, start, scanner.at);
            if (!value.isNull() && !read.contains(name)) {
                unread(new Slice(body, from + 1, to).excerpt(), value);
            } else {
                // As in Go, the last of several members with one name counts.
                unread(name, value.isNull() ? members.remove(name) : members.put(name, value));
            }
        }
        scanner.take('}');
        if (scanner.peek() >= 0) {
            throw scanner.wrong("the end of the body");
        }
        return members;
    }

    /** Checks a value that means nothing to us: a body that is half nonsense has no decision. */
    private void unread(String name, @Nullable Slice value) throws MalformedRequest {
        if (value == null) {
            return;
        }
        try (JsonParser parser = parser(value)) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new MalformedRequest(name + " is not valid JSON: there is more than one value");
            }
        } catch (IOException e) {
            throw new MalformedRequest(name + " is not valid JSON: " + Json.reason(e));
        }
    }

    private @Nullable Offered offered(Names names, Map<String, Slice> members, NameTable table)
            throws MalformedRequest {
        Slice nodes = members.get("Nodes");
        if (names.offered != null) {
            unread("Nodes", nodes);
        }
        if (names.offered != null || nodes == null) {
            return names.offered;
        }
        return new NodeListReader(json, table, maxNodes).read(nodes);
    }

    private PodFacts pod(Map<String, Slice> members) throws MalformedRequest {
        Slice slice = members.get("Pod");
        if (slice == null) {
            throw new MalformedRequest("Pod is missing");
        }
        return pod(slice);
    }

    /** The same bytes give the same object. */
    private PodFacts pod(Slice slice) throws MalformedRequest {
        PodRead before = last;
        if (before != null && before.isOf(slice)) {
            return before.pod();
        }
        try (JsonParser parser = parser(slice)) {
            PodFacts pod = new PodReader(parser, slice).read();
            last = PodRead.of(slice, pod);
            return pod;
        } catch (IOException e) {
            throw new MalformedRequest("Pod is not valid JSON: " + Json.reason(e));
        }
    }

    private String text(Map<String, Slice> members, String name) throws MalformedRequest {
        Slice slice = members.get(name);
        if (slice == null) {
            throw new MalformedRequest(name + " is missing");
        }
        if (slice.bytes()[slice.from()] != '"') {
            throw new MalformedRequest(name + " is " + slice.excerpt() + ": allowed is a string");
        }
        String text = decode(slice);
        if (text.isEmpty()) {
            throw new MalformedRequest(name + " is empty");
        }
        return text;
    }

    private String decode(Slice slice) throws MalformedRequest {
        try (JsonParser parser = parser(slice)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new MalformedRequest("bad string at byte " + slice.from() + ": " + Json.reason(e));
        }
    }

    private JsonParser parser(Slice slice) throws IOException {
        return json.createParser(slice.bytes(), slice.from(), slice.to() - slice.from());
    }
}
