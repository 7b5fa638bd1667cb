package io.switchman.events.plan;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.JsonText;
import io.switchman.events.machine.Problems;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the text of a plan, which anybody may have written. */
final class PlanReader {
    private static final Map<String, OutcomeClass> CLASSES = words(OutcomeClass.values());
    private static final Map<String, Locality> LOCALITIES = words(Locality.values());
    private static final List<String> EXTENTS = List.of("exact", "oneOf", "any");
    private static final int MAX_SETS = 1024;
    private static final int MAX_POOLS = 256;

    private final JsonFields fields;

    private PlanReader(JsonFields fields) {
        this.fields = fields;
    }

    static PlanReading read(String text) {
        if (text.length() > PlanText.MAX_CHARACTERS) {
            return new PlanReading.Unreadable(
                    "it has " + text.length() + " characters: allowed are " + PlanText.MAX_CHARACTERS);
        }
        // Other characters could be written as bytes in more than one way, and the bytes are what is signed.
        if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            return new PlanReading.Unreadable("it is not ASCII in one line");
        }
        // Of a pool that is named twice nobody could say which count is meant.
        if (!(JsonText.parseDistinct(text) instanceof JsonObject object)) {
            return new PlanReading.Unreadable("it is not a JSON object with each name once");
        }
        Problems problems = new Problems();
        PlacedPlan plan = new PlanReader(JsonFields.of("plan", object, problems)).plan();
        return plan != null && problems.isEmpty()
                ? new PlanReading.Read(plan)
                : new PlanReading.Unreadable(
                        problems.isEmpty()
                                ? "it is not complete"
                                : problems.all().getFirst().toString());
    }

    /** The plan, or null; problems may have been added in both cases. */
    private @Nullable PlacedPlan plan() {
        Long version = fields.number("v", PlanText.VERSION, PlanText.VERSION);
        String id = text("id", PlacedPlan::isId);
        String node = text("node", PlacedPlan::isNode);
        Long generation = fields.number("gen", 0, PlacedPlan.MAX_GENERATION);
        Promise promise = promise();
        List<PciAddress> gpus = addresses("gpus");
        List<PlannedVfs> vfs = vfs();
        PlanExtent extent = extent();
        if (version == null
                || id == null
                || node == null
                || generation == null
                || promise == null
                || gpus == null
                || vfs == null
                || extent == null) {
            return null;
        }
        return new PlacedPlan(id, node, generation, promise, gpus, vfs, extent);
    }

    private @Nullable String text(String name, Predicate<String> form) {
        String text = fields.text(name);
        if (text != null && !form.test(text)) {
            fields.problem(name, JsonFields.shown(text) + " has not the form it should have");
            return null;
        }
        return text;
    }

    private @Nullable Promise promise() {
        OutcomeClass kind = fields.word("class", CLASSES);
        Locality locality = fields.word("locality", LOCALITIES);
        JsonElement p = fields.get("p");
        JsonElement met = fields.get("met");
        if (kind == null || locality == null || p == null || met == null) {
            return null;
        }
        double chance = p instanceof JsonPrimitive number && number.isNumber() ? number.getAsDouble() : -1;
        if (!(chance >= 0 && chance <= 1)) {
            fields.problem("p", "must be a number from 0 to 1");
            return null;
        }
        return new Promise(kind, chance, fields.truth("met"), locality);
    }

    private @Nullable List<PciAddress> addresses(String name) {
        if (!fields.has(name)) {
            return null;
        }
        List<PciAddress> addresses = new ArrayList<>();
        for (String text : fields.texts(name, Machine.MAX_GPUS)) {
            PciAddress address = PciAddress.parse(text);
            if (address == null) {
                fields.problem(name, JsonFields.shown(text) + " is not a PCI address");
                return null;
            }
            addresses.add(address);
        }
        if (new HashSet<>(addresses).size() < addresses.size()) {
            fields.problem(name, "has the same address twice");
            return null;
        }
        return addresses;
    }

    private @Nullable List<PlannedVfs> vfs() {
        if (!fields.has("vfs")) {
            return null;
        }
        List<PlannedVfs> vfs = new ArrayList<>();
        JsonFields byResource = fields.child("vfs");
        for (String resource : byResource.names()) {
            if (!ResourceName.isValid(resource)) {
                byResource.problem(resource, "is not a resource name");
                return null;
            }
            JsonFields byPort = byResource.child(resource);
            for (String text : byPort.names()) {
                PortId port = port(text);
                Long count = byPort.number(text, 1, VfPool.MAX_VFS);
                if (port == null || count == null || vfs.size() == MAX_POOLS) {
                    byPort.problem(text, "is not a port with a number of VFs");
                    return null;
                }
                vfs.add(new PlannedVfs(new ResourceName(resource), port, count.intValue()));
            }
        }
        return vfs;
    }

    /** A port in the form in which it is written, and in no other, so that none can occur twice. */
    private static @Nullable PortId port(String text) {
        int slash = text.indexOf('/');
        String number = slash < 0 ? "1" : text.substring(slash + 1);
        PciAddress function = PciAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (function == null || !number.matches("[1-9][0-9]{0,4}")) {
            return null;
        }
        PortId port = new PortId(function, Integer.parseInt(number));
        return port.toString().equals(text) ? port : null;
    }

    private @Nullable PlanExtent extent() {
        String extent = text("extent", EXTENTS::contains);
        if (extent == null || extent.equals("exact")) {
            return extent == null ? null : new PlanExtent.Exact();
        }
        return extent.equals("any") ? new PlanExtent.Any() : oneOf();
    }

    private @Nullable PlanExtent oneOf() {
        List<PciAddress> among = addresses("among");
        if (among == null) {
            return null;
        }
        List<List<PciAddress>> sets = new ArrayList<>();
        for (JsonElement set : fields.list("gpuSets", MAX_SETS)) {
            JsonObject holder = new JsonObject();
            holder.add("set", set);
            JsonFields one = JsonFields.of("plan gpuSets", holder, fields.problems());
            List<PciAddress> gpus = new ArrayList<>();
            for (JsonElement index : one.list("set", Machine.MAX_GPUS)) {
                String text = index instanceof JsonPrimitive number && number.isNumber() ? number.getAsString() : "";
                if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) >= among.size()) {
                    one.problem("set", "has an item that is no index of 'among'");
                    return null;
                }
                gpus.add(among.get(Integer.parseInt(text)));
            }
            sets.add(gpus);
        }
        if (sets.stream().map(HashSet::new).distinct().count() < 2) {
            fields.problem("gpuSets", "are fewer than two different ones");
            return null;
        }
        return new PlanExtent.OneOf(sets);
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        return Arrays.stream(values).collect(Collectors.toMap(Enum::name, Function.identity()));
    }
}
