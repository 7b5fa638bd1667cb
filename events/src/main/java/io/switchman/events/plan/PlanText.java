package io.switchman.events.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.switchman.topology.model.PciAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a plan: one line of JSON in ASCII, at most 4 KiB, always the same for the same plan.
 *
 * <p>Readers leave fields alone that they do not know, so a later release may add some; what changes the meaning of the others
 * gets another version, which readers refuse.
 */
public final class PlanText {
    /** The version that is written, and the only one that is read. */
    static final int VERSION = 1;

    /** Most characters of a text; what an API server keeps for many thousand pods must be small. */
    public static final int MAX_CHARACTERS = 4096;

    private PlanText() {}

    /**
     * Writes a plan. If the sets of GPUs that a pod may get make it too long, they are left out, and it may get any: less, but
     * still true.
     *
     * @return null if it is too long even so
     */
    public static @Nullable String write(PlacedPlan plan) {
        String text = json(plan).toString();
        if (text.length() > MAX_CHARACTERS && plan.extent() instanceof PlanExtent.OneOf) {
            text = json(plan.with(new PlanExtent.Any())).toString();
        }
        return text.length() > MAX_CHARACTERS ? null : text;
    }

    /** Reads a text from anywhere. */
    public static PlanReading read(String text) {
        return PlanReader.read(text);
    }

    private static JsonObject json(PlacedPlan plan) {
        JsonObject json = new JsonObject();
        json.addProperty("v", VERSION);
        json.addProperty("id", plan.id());
        json.addProperty("node", plan.node());
        json.addProperty("gen", plan.generation());
        json.addProperty("class", plan.promise().kind().name());
        json.addProperty("p", plan.promise().p());
        json.addProperty("met", plan.promise().isMet());
        json.addProperty("locality", plan.promise().locality().name());
        json.add("gpus", addresses(plan.gpus()));
        json.add("vfs", vfs(plan.vfs()));
        switch (plan.extent()) {
            case PlanExtent.Exact _ -> json.addProperty("extent", "exact");
            case PlanExtent.Any _ -> json.addProperty("extent", "any");
            case PlanExtent.OneOf(List<List<PciAddress>> sets) -> {
                json.addProperty("extent", "oneOf");
                addSets(json, sets);
            }
        }
        return json;
    }

    private static JsonObject vfs(List<PlannedVfs> vfs) {
        JsonObject byResource = new JsonObject();
        for (PlannedVfs vf : vfs) {
            String resource = vf.resource().value();
            if (!byResource.has(resource)) {
                byResource.add(resource, new JsonObject());
            }
            byResource.getAsJsonObject(resource).addProperty(vf.port().toString(), vf.count());
        }
        return byResource;
    }

    /** Many sets are made of few GPUs, so each GPU is named once. */
    private static void addSets(JsonObject json, List<List<PciAddress>> sets) {
        List<PciAddress> among =
                sets.stream().flatMap(List::stream).distinct().sorted().toList();
        JsonArray indices = new JsonArray();
        for (List<PciAddress> set : sets) {
            JsonArray one = new JsonArray();
            set.forEach(gpu -> one.add(among.indexOf(gpu)));
            indices.add(one);
        }
        json.add("among", addresses(among));
        json.add("gpuSets", indices);
    }

    private static JsonArray addresses(List<PciAddress> addresses) {
        JsonArray array = new JsonArray();
        addresses.forEach(address -> array.add(address.toString()));
        return array;
    }
}
