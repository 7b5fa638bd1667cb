package io.switchman.events.kube.translate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.MachineTypeFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import io.switchman.events.machine.Reading;
import java.util.List;
import java.util.Map;

/**
 * MachineType, of topology.switchman.io.
 *
 * @param machines descriptions that were read before
 */
public record MachineTypeTranslator(MachineMemo machines) implements Translator<MachineTypeFacts> {
    private static final int MAX_LABELS = 64;
    private static final int MAX_PRIORITY = 1_000_000;

    /** What is read of a MachineType. */
    public Projection.Fields projection() {
        return Projection.fields("spec").and("metadata", Metadata.IDENTITY);
    }

    @Override
    public MachineTypeFacts translate(ObjectKey key, JsonFields object) {
        JsonFields spec = object.child("spec");
        Map<String, String> selector = spec.map("selector", MAX_LABELS, name -> true);
        int priority = spec.number("priority", 0, -MAX_PRIORITY, MAX_PRIORITY);
        JsonObject description = new JsonObject();
        for (String field : spec.names()) {
            JsonElement value = spec.get(field);
            if (!field.equals("selector") && !field.equals("priority") && value != null) {
                description.add(field, value);
            }
        }
        Reading.Read read = machines.read(object.source(), key.name(), description, object.problems());
        return new MachineTypeFacts(
                key.name(),
                selector,
                priority,
                read == null ? null : read.machine(),
                read == null ? List.of() : read.ports());
    }
}
