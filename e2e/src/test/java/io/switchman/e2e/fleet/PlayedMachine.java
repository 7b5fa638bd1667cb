package io.switchman.e2e.fleet;

import io.switchman.events.machine.BundledMachines;
import io.switchman.events.machine.MachineTypeReader;
import io.switchman.events.machine.Naming;
import io.switchman.events.machine.Reading;
import io.switchman.topology.model.Machine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A bundled machine as an agent would report it.
 *
 * @param name of the bundled machine, and whether its VFs are one pool
 * @param description the field {@code machine} without what differs from node to node
 * @param machine the same as the core knows it
 */
record PlayedMachine(String name, JsonObject description, Machine machine) {
    private static final String POOL = "nvidia.com/sriov_rdma_vf";

    /** The first function of device 1. */
    private static final int FIRST_VF = 8;

    /** No bundled port has more. */
    private static final int MOST_VFS = 16;

    /**
     * One of the bundled machines.
     *
     * @param pooled whether all VFs are asked for by one name instead of one for each rail
     */
    static PlayedMachine of(String bundled, boolean pooled) {
        String yaml = Objects.requireNonNull(BundledMachines.yaml(bundled), bundled);
        Map<?, ?> tree = (Map<?, ?>) Objects.requireNonNull(
                new Load(LoadSettings.builder().setLabel(bundled).build()).loadFromString(yaml));
        JsonObject description = json((Map<?, ?>) Objects.requireNonNull(tree.get("machine")));
        if (pooled) {
            objects(description, "ports").forEach(port -> port.put("resources", new JsonArray().add(POOL)));
        }
        byte[] type = new JsonObject().put("machine", description).encode().getBytes(StandardCharsets.UTF_8);
        Machine machine = switch (MachineTypeReader.read(bundled, type, Naming.PER_PORT)) {
            case Reading.Read read -> Objects.requireNonNull(read.machine(), bundled);
            case Reading.Unreadable unreadable ->
                throw new AssertionError(unreadable.problems().toString());
        };
        return new PlayedMachine(pooled ? bundled + "-pooled" : bundled, description, machine);
    }

    /** The report of one node of this make, with its own UUIDs and the addresses of its VFs. */
    JsonObject report(String node) {
        JsonObject report = description.copy();
        List<JsonObject> gpus = objects(report, "gpus");
        for (int gpu = 0; gpu < gpus.size(); gpu++) {
            gpus.get(gpu).put("uuid", uuid(node, gpu));
        }
        List<JsonObject> ports = objects(report, "ports");
        for (int port = 0; port < ports.size(); port++) {
            JsonArray addresses = new JsonArray();
            int vfs = ports.get(port).getJsonObject("vfs").getInteger("configured");
            for (int vf = 0; vf < vfs; vf++) {
                addresses.add(vf(port, vf));
            }
            ports.get(port).getJsonObject("vfs").put("addresses", addresses);
        }
        return report;
    }

    /** What the driver calls a GPU of a node, and the device plugin too; no PCI address is one. */
    String uuid(String node, int gpu) {
        return "GPU-%s-%d".formatted(node, gpu);
    }

    /** The address of a VF, which is what its device plugin calls it: a function on the bus of its port that is no other device's. */
    String vf(int port, int vf) {
        String bus = bus(port);
        int before = 0;
        for (int other = 0; other < port; other++) {
            before += bus(other).equals(bus) ? 1 : 0;
        }
        int number = FIRST_VF + before * MOST_VFS + vf;
        return "%s:%02x.%d".formatted(bus, number / 8, number % 8);
    }

    private String bus(int port) {
        String function = machine.ports().get(port).id().function().toString();
        return function.substring(0, function.lastIndexOf(':'));
    }

    private static List<JsonObject> objects(JsonObject parent, String list) {
        JsonArray array = parent.getJsonArray(list);
        return array == null
                ? List.of()
                : array.stream().map(JsonObject.class::cast).toList();
    }

    /** Maps and lists all the way down become their JSON, which is what can be copied. */
    private static JsonObject json(Map<?, ?> tree) {
        JsonObject json = new JsonObject();
        tree.forEach((key, value) -> json.put(String.valueOf(key), value(value)));
        return json;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> json(map);
            case List<?> list -> {
                JsonArray array = new JsonArray();
                list.forEach(item -> array.add(value(item)));
                yield array;
            }
            case null, default -> value;
        };
    }
}
