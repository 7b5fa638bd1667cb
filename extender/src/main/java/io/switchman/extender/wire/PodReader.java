package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the few fields of a pod that matter, as a stream. */
final class PodReader {
    /** The resources without a domain that are read. */
    private static final Set<String> COMPUTE = Set.of("cpu", "memory");

    private final JsonParser parser;
    private final Slice pod;
    private final PreferenceReader preferences;
    private final List<PodFacts.ContainerNeeds> containers = new ArrayList<>();
    private Map<String, String> annotations = Map.of();
    private Map<String, String> labels = Map.of();
    private String uid = "";
    private String namespace = "";
    private String name = "";
    private String podGroup = "";
    private String owner = "";
    private int priority;
    private int nodeRules;

    /**
     * A reader.
     *
     * @param parser stands before the pod
     * @param pod where it is
     */
    PodReader(JsonParser parser, Slice pod) {
        this.parser = parser;
        this.pod = pod;
        this.preferences = new PreferenceReader(parser);
    }

    /** Reads the object the parser stands before. */
    PodFacts read() throws IOException, MalformedRequest {
        parser.nextToken();
        object("Pod", field -> {
            switch (field) {
                case "metadata" -> object("Pod.metadata", this::metadata);
                case "spec" -> object("Pod.spec", this::spec);
                default -> parser.skipChildren();
            }
        });
        return new PodFacts(
                uid,
                namespace,
                name,
                annotations,
                labels,
                containers,
                priority,
                podGroup,
                preferences.preferences(),
                owner,
                nodeRules);
    }

    private void metadata(String field) throws IOException, MalformedRequest {
        switch (field) {
            case "uid" -> uid = string("Pod.metadata.uid");
            case "name" -> name = string("Pod.metadata.name");
            case "namespace" -> namespace = string("Pod.metadata.namespace");
            case "annotations" -> annotations = strings("Pod.metadata.annotations");
            case "labels" -> labels = strings("Pod.metadata.labels");
            case "ownerReferences" -> owner = new OwnerReader(parser).read();
            default -> parser.skipChildren();
        }
    }

    private void spec(String field) throws IOException, MalformedRequest {
        switch (field) {
            case "containers" -> containers("Pod.spec.containers", false);
            case "initContainers" -> containers("Pod.spec.initContainers", true);
            case "priority" -> priority = integer("Pod.spec.priority");
            case "affinity" -> nodeRule(preferences::affinity);
            case "tolerations" -> nodeRule(preferences::tolerations);
            case "nodeSelector", "topologySpreadConstraints" -> nodeRule(parser::skipChildren);
            case "schedulingGroup" ->
                object("Pod.spec.schedulingGroup", inner -> {
                    if (inner.equals("podGroupName")) {
                        podGroup = string("Pod.spec.schedulingGroup.podGroupName");
                    } else {
                        parser.skipChildren();
                    }
                });
            default -> parser.skipChildren();
        }
    }

    private interface Reading {
        void read() throws IOException;
    }

    /** The parser counts bytes from where the pod begins. */
    private void nodeRule(Reading reading) throws IOException {
        int from = pod.from() + (int) parser.currentTokenLocation().getByteOffset();
        reading.read();
        int to = pod.from() + (int) parser.currentLocation().getByteOffset();
        for (int i = from; i < to; i++) {
            nodeRules = 31 * nodeRules + pod.bytes()[i];
        }
    }

    private void containers(String path, boolean init) throws IOException, MalformedRequest {
        if (isNull()) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(path, "an array");
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            container(path + "[" + i + "]", init);
        }
    }

    private void container(String path, boolean init) throws IOException, MalformedRequest {
        Map<String, String> requests = new HashMap<>();
        Map<String, String> limits = new HashMap<>();
        String[] names = {"", ""};
        object(path, field -> {
            switch (field) {
                case "name" -> names[0] = string(path + ".name");
                case "restartPolicy" -> names[1] = string(path + ".restartPolicy");
                case "resources" ->
                    object(path + ".resources", inner -> {
                        switch (inner) {
                            case "requests" -> requests.putAll(quantities(path + ".resources.requests"));
                            case "limits" -> limits.putAll(quantities(path + ".resources.limits"));
                            default -> parser.skipChildren();
                        }
                    });
                default -> parser.skipChildren();
            }
        });
        limits.forEach(requests::putIfAbsent);
        PodFacts.Phase phase =
                !init ? PodFacts.Phase.MAIN : names[1].equals("Always") ? PodFacts.Phase.SIDECAR : PodFacts.Phase.INIT;
        containers.add(new PodFacts.ContainerNeeds(phase, names[0], requests, limits));
    }

    /** Quantities of extended resources, CPU and memory; other resources without a domain are not ours. */
    private Map<String, String> quantities(String path) throws IOException, MalformedRequest {
        Map<String, String> found = new HashMap<>();
        object(path, resource -> {
            if (!parser.currentToken().isScalarValue()) {
                throw wrongType(path + "." + resource, "a quantity such as \"2\"");
            }
            if ((resource.indexOf('/') > 0 || COMPUTE.contains(resource)) && !isNull()) {
                found.put(resource, parser.getText());
            }
        });
        return found;
    }

    private Map<String, String> strings(String path) throws IOException, MalformedRequest {
        Map<String, String> found = new HashMap<>();
        object(path, key -> found.put(key, string(path + "." + key)));
        return found;
    }

    /** What to do with the value of a field; the parser stands on it. */
    private interface Field {
        void read(String name) throws IOException, MalformedRequest;
    }

    private void object(String path, Field field) throws IOException, MalformedRequest {
        if (isNull()) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(path, "an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            field.read(name);
        }
    }

    private String string(String path) throws IOException, MalformedRequest {
        if (isNull()) {
            return "";
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(path, "a string");
        }
        return parser.getText();
    }

    private int integer(String path) throws IOException, MalformedRequest {
        if (isNull()) {
            return 0;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(path, "a whole number");
        }
        long value =
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Long.MAX_VALUE : parser.getLongValue();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw wrongType(path, "a whole number of 32 bits");
        }
        return (int) value;
    }

    private boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    private MalformedRequest wrongType(String path, String allowed) throws IOException {
        return WrongType.of(parser, path, allowed);
    }
}
