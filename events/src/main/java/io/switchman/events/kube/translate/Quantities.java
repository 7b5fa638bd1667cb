package io.switchman.events.kube.translate;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.resources.Quantity;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fields whose values are quantities by resource name: limits, requests, allocatable. */
final class Quantities {
    /** Names in one such field: more than any node or container has. */
    private static final int MAX_NAMES = 1024;

    private Quantities() {}

    /** Devices by resource name, of names that pass; zeros stay. */
    static Map<String, Integer> devices(JsonFields parent, String name, Predicate<String> wanted) {
        JsonFields fields = parent.child(name);
        Map<String, Integer> devices = new LinkedHashMap<>();
        for (String resource : fields.names()) {
            if (!wanted.test(resource) || !fields.has(resource)) {
                continue;
            }
            if (devices.size() == MAX_NAMES) {
                parent.problem(name, "has more than " + MAX_NAMES + " resources; the rest does not count");
                break;
            }
            Integer count = Quantity.count(value(fields, resource));
            if (count == null) {
                fields.problem(resource, shown(fields, resource) + " is not a whole number from 0 on");
            } else {
                devices.put(resource, count);
            }
        }
        return devices;
    }

    /** One quantity, or null if it is absent or none. A JSON number will do, as the API server takes it too. */
    static @Nullable BigDecimal value(JsonFields fields, String resource) {
        JsonElement value = fields.get(resource);
        return value instanceof JsonPrimitive primitive && !primitive.isBoolean()
                ? Quantity.parse(primitive.getAsString())
                : null;
    }

    private static String shown(JsonFields fields, String resource) {
        return fields.get(resource) instanceof JsonPrimitive primitive
                ? JsonFields.shown(primitive.getAsString())
                : "this";
    }
}
