package io.switchman.extender.cli;

import io.switchman.events.machine.Reading;
import io.switchman.extender.config.JsonText;
import io.switchman.topology.model.Device;
import io.switchman.topology.model.NumaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code switchman topo --output json} prints: a form for programs, with addresses as the input writes them. */
final class TopoJson {
    private TopoJson() {}

    static String of(Reading.Read read) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "devices",
                read.survey().devices().stream()
                        .map(device -> device(read, device))
                        .toList());
        json.put("pairs", pairs(read));
        json.put("notes", read.survey().notes());
        return JsonText.of(json);
    }

    private static Map<String, Object> device(Reading.Read read, Device device) {
        Map<String, Object> json = new LinkedHashMap<>();
        NumaId numa = device.location().numa();
        json.put("address", read.spell(device.address()));
        json.put("kind", device.kind().name().toLowerCase(Locale.ROOT));
        json.put("numa", numa.isKnown() ? numa.value() : null);
        json.put(
                "switches",
                device.location().switches().stream().map(read::spell).toList());
        json.put("excluded", device.excluded());
        return json;
    }

    private static List<Map<String, Object>> pairs(Reading.Read read) {
        List<Map<String, Object>> pairs = new ArrayList<>();
        for (Device gpu : TopoTable.takingPart(read.survey().gpus())) {
            for (Device nic : TopoTable.takingPart(read.survey().nics())) {
                Map<String, Object> pair = new LinkedHashMap<>();
                pair.put("gpu", read.spell(gpu.address()));
                pair.put("nic", read.spell(nic.address()));
                pair.put("level", gpu.location().to(nic.location()).name());
                pairs.add(pair);
            }
        }
        return pairs;
    }
}
