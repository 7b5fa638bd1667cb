package io.switchman.events.kube.translate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.DeviceIds;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The machine in an agent's report, taken apart into what nodes of one model share and what only this node has: UUIDs of
 * GPUs, addresses of VFs.
 */
final class ReportedMachine {
    /** The name of machines whose report has none; one for all nodes, so that those that are alike share a machine. */
    static final String NAMELESS = "reported";

    private static final int MAX_VFS = 4096;

    private ReportedMachine() {}

    /** The ids of this node's devices, by the field {@code spec.machine}. */
    static DeviceIds ids(JsonFields machine) {
        return new DeviceIds(gpus(machine), vfs(machine));
    }

    private static Map<String, PciAddress> gpus(JsonFields machine) {
        Map<String, PciAddress> gpus = new LinkedHashMap<>();
        for (JsonFields gpu : machine.each("gpus", Machine.MAX_GPUS)) {
            String uuid = gpu.filled("uuid");
            PciAddress address = gpu.address("address");
            if (uuid != null && address != null && gpus.putIfAbsent(uuid, address) != null) {
                gpu.problem("uuid", JsonFields.shown(uuid) + " occurs twice");
            }
        }
        return gpus;
    }

    private static Map<PciAddress, PortId> vfs(JsonFields machine) {
        Map<PciAddress, PortId> vfs = new LinkedHashMap<>();
        for (JsonFields port : machine.each("ports", Machine.MAX_PORTS)) {
            JsonFields names = port.child("vfs");
            if (!names.has("addresses")) {
                continue;
            }
            PciAddress function = port.address("address");
            int number = port.number("number", 1, 1, 99);
            for (String text : names.texts("addresses", MAX_VFS)) {
                PciAddress vf = PciAddress.parse(text);
                if (vf == null) {
                    names.problem("addresses", JsonFields.shown(text) + " is not a PCI address such as 0000:3b:00.0");
                } else if (function != null && vfs.putIfAbsent(vf, new PortId(function, number)) != null) {
                    names.problem("addresses", vf + " occurs twice");
                }
            }
        }
        return vfs;
    }

    /** The description that nodes of one model share, as the spec of a machine type. */
    static JsonObject description(JsonObject machine) {
        JsonObject shared = machine.deepCopy();
        drop(shared, "gpus", "uuid");
        if (shared.get("ports") instanceof JsonArray ports) {
            ports.forEach(port -> {
                if (port instanceof JsonObject fields && fields.get("vfs") instanceof JsonObject vfs) {
                    vfs.remove("addresses");
                }
            });
        }
        JsonObject spec = new JsonObject();
        spec.add("machine", shared);
        return spec;
    }

    private static void drop(JsonObject machine, String list, String field) {
        if (machine.get(list) instanceof JsonArray items) {
            items.forEach(item -> {
                if (item instanceof JsonObject fields) {
                    fields.remove(field);
                }
            });
        }
    }
}
