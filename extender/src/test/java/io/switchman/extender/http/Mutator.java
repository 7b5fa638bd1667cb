package io.switchman.extender.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Spoils bodies. Most are changed as JSON trees, so that they get past the first bracket: members dropped, doubled,
 * renamed, exchanged, given values of other types or extreme ones. The rest is changed as bytes.
 */
final class Mutator {
    /** Stands before the name of a member that is written once more; it is not written itself. */
    private static final char AGAIN = '\uE000';

    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-0",
            "9223372036854775808",
            "99999999999999999999999999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"n1\"",
            "\"require\"",
            "\"8\"",
            "\"1e3\"",
            "\"9E\"",
            "\"-2\"",
            "\"0.5\"",
            "\"0x10\"",
            "\" 1\"",
            "\"1Ki\"",
            "[]",
            "{}",
            "[[[[[]]]]]",
            "{\"a\":{\"b\":{}}}",
            "nul",
            "01",
            "\"\\x\"",
            "NaN");

    private static final List<String> NAMES = List.of(
            "Pod",
            "Nodes",
            "NodeNames",
            "metadata",
            "spec",
            "containers",
            "initContainers",
            "resources",
            "requests",
            "limits",
            "nvidia.com/gpu",
            "amd.com/gpu",
            "nvidia.com/sriov_rdma_vf_port0",
            "nvidia.com/sriov_rdma_vf",
            "annotations",
            "switchman.io/policy",
            "switchman.io/locality",
            "uid",
            "name",
            "priority",
            "items",
            "restartPolicy",
            "Pods",
            "UID",
            "NumPDBViolations",
            "NodeNameToVictims",
            "NodeNameToMetaVictims",
            "Node",
            "PodUID",
            "",
            "n1");

    private final SplittableRandom random;

    Mutator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A body that was spoiled once or several times. */
    byte[] spoil(String body) {
        if (random.nextInt(4) == 0) {
            return spoilBytes(body.getBytes(StandardCharsets.UTF_8));
        }
        JsonObject tree = new JsonObject(body);
        List<Place> places = new ArrayList<>();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            places.clear();
            collect(tree, places);
            if (!places.isEmpty()) {
                spoil(places.get(random.nextInt(places.size())), places);
            }
        }
        StringBuilder text = new StringBuilder();
        write(tree, text);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(10) == 0 ? spoilBytes(bytes) : bytes;
    }

    /** Where a value stands: in an object under a name, or in an array at an index. */
    private record Place(Object parent, String name, int index) {
        Object get() {
            return parent instanceof JsonObject object ? object.getValue(name) : ((JsonArray) parent).getValue(index);
        }

        void set(Object value) {
            if (parent instanceof JsonObject object) {
                object.put(name, value);
            } else {
                ((JsonArray) parent).set(index, value);
            }
        }
    }

    /** Text that is written as it stands. */
    private record Raw(String text) {}

    private void spoil(Place place, List<Place> all) {
        switch (random.nextInt(8)) {
            case 0 -> remove(place);
            case 1 -> repeat(place);
            case 2 -> rename(place);
            case 3 -> exchange(place, all.get(random.nextInt(all.size())));
            case 4 -> place.set(new Raw(longText()));
            default -> place.set(new Raw(SCALARS.get(random.nextInt(SCALARS.size()))));
        }
    }

    private static void remove(Place place) {
        if (place.parent() instanceof JsonObject object) {
            object.remove(place.name());
        } else {
            ((JsonArray) place.parent()).remove(place.index());
        }
    }

    private void repeat(Place place) {
        if (place.parent() instanceof JsonObject object) {
            Object value = random.nextBoolean() ? place.get() : new Raw(SCALARS.get(random.nextInt(SCALARS.size())));
            object.put(AGAIN + place.name(), value);
        } else {
            for (int i = random.nextInt(4); i >= 0; i--) {
                ((JsonArray) place.parent()).add(place.get());
            }
        }
    }

    private void rename(Place place) {
        if (place.parent() instanceof JsonObject object) {
            object.put(NAMES.get(random.nextInt(NAMES.size())), object.remove(place.name()));
        }
    }

    /** Copies, as a tree must not hold itself. */
    private static void exchange(Place a, Place b) {
        StringBuilder textOfA = new StringBuilder();
        StringBuilder textOfB = new StringBuilder();
        write(a.get(), textOfA);
        write(b.get(), textOfB);
        a.set(new Raw(textOfB.toString()));
        b.set(new Raw(textOfA.toString()));
    }

    private String longText() {
        return switch (random.nextInt(5)) {
            case 0 -> '"' + "x".repeat(random.nextInt(45_000)) + '"';
            case 1 -> "9".repeat(1 + random.nextInt(300));
            case 2 -> "[".repeat(random.nextInt(80)) + "]".repeat(random.nextInt(80));
            case 3 -> "[" + "\"n1\",".repeat(random.nextInt(2_000)) + "\"n2\"]";
            default -> "{" + "\"k\":{},".repeat(random.nextInt(200)) + "\"l\":[]}";
        };
    }

    private byte[] spoilBytes(byte[] bytes) {
        byte[] spoiled = bytes.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && spoiled.length > 0; times--) {
            int at = random.nextInt(spoiled.length);
            switch (random.nextInt(5)) {
                case 0 -> spoiled[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> spoiled[at] = (byte) random.nextInt(256);
                case 2 -> spoiled = Arrays.copyOf(spoiled, at);
                case 3 -> spoiled[at] = (byte) "{}[]\",:\\ 0-".charAt(random.nextInt(11));
                default -> {
                    int to = Math.min(spoiled.length, at + random.nextInt(40));
                    byte[] shorter = new byte[spoiled.length - (to - at)];
                    System.arraycopy(spoiled, 0, shorter, 0, at);
                    System.arraycopy(spoiled, to, shorter, at, spoiled.length - to);
                    spoiled = shorter;
                }
            }
        }
        return spoiled;
    }

    private static void collect(Object value, List<Place> places) {
        if (value instanceof JsonObject object) {
            for (String name : object.fieldNames()) {
                places.add(new Place(object, name, -1));
                collect(object.getValue(name), places);
            }
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                places.add(new Place(array, "", i));
                collect(array.getValue(i), places);
            }
        }
    }

    private static void write(Object value, StringBuilder text) {
        switch (value) {
            case JsonObject object -> {
                String comma = "{";
                for (Map.Entry<String, Object> member : object) {
                    String name = member.getKey();
                    text.append(comma);
                    quote(name.substring(name.lastIndexOf(AGAIN) + 1), text);
                    text.append(':');
                    write(member.getValue(), text);
                    comma = ",";
                }
                text.append(object.isEmpty() ? "{}" : "}");
            }
            case JsonArray array -> {
                String comma = "[";
                for (Object item : array) {
                    text.append(comma);
                    write(item, text);
                    comma = ",";
                }
                text.append(array.isEmpty() ? "[]" : "]");
            }
            case Raw(String raw) -> text.append(raw);
            case String string -> quote(string, text);
            case null, default -> text.append(value);
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"')
                .append(string.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
