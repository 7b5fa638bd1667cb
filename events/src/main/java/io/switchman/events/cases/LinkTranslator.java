package io.switchman.events.cases;

import io.switchman.topology.kubelet.GpuScores;
import io.switchman.topology.kubelet.GpuScores.Closeness;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How near the GPUs of a case are to each other: from their places, single pairs overruled. */
final class LinkTranslator {
    private static final int NVLINKS_MAX = 18;

    private record Place(@Nullable String device, String root, int socket) {}

    private final Json machine;
    private final List<String> ids;

    LinkTranslator(Json machine, List<String> ids) {
        this.machine = machine;
        this.ids = ids;
    }

    GpuScores scores() throws CaseException {
        List<Json> gpus = machine.get("gpus").items();
        Place[] places = new Place[gpus.size()];
        for (int i = 0; i < places.length; i++) {
            Json gpu = gpus.get(i);
            int numa = gpu.get("numa").number(0, 63);
            places[i] = new Place(
                    gpu.get("switch").textOrNull(),
                    gpu.get("root").text(""),
                    gpu.get("socket").number(numa, 63));
        }
        Closeness[][] near = new Closeness[places.length][places.length];
        int[][] nvLinks = new int[places.length][places.length];
        int everywhere = machine.get("nvlink").number(0, NVLINKS_MAX);
        for (int i = 0; i < places.length; i++) {
            Arrays.fill(nvLinks[i], everywhere);
            for (int j = 0; j < places.length; j++) {
                near[i][j] = closeness(places[i], places[j]);
            }
        }
        for (Json link : machine.get("links").items()) {
            overrule(link, near, nvLinks);
        }
        return GpuScores.of(places.length, (i, j) -> GpuScores.score(near[i][j], nvLinks[i][j]));
    }

    private static Closeness closeness(Place a, Place b) {
        if (a.device() != null && a.device().equals(b.device())) {
            return Closeness.SINGLE_SWITCH;
        }
        if (!a.root().isEmpty() && a.root().equals(b.root())) {
            return Closeness.HOST_BRIDGE;
        }
        return a.socket() == b.socket() ? Closeness.SAME_CPU : Closeness.CROSS_CPU;
    }

    private void overrule(Json link, Closeness[][] near, int[][] nvLinks) throws CaseException {
        List<Json> parts = link.items();
        if (parts.size() != 3) {
            throw link.wrong("two GPUs and a link");
        }
        int i = ids.indexOf(parts.get(0).text(""));
        int j = ids.indexOf(parts.get(1).text(""));
        if (i < 0 || j < 0 || i == j) {
            throw link.wrong("a link of two GPUs");
        }
        String code = parts.get(2).text("");
        if (code.matches("NV[0-9]{1,2}")) {
            nvLinks[i][j] = Integer.parseInt(code.substring(2));
            nvLinks[j][i] = nvLinks[i][j];
            return;
        }
        near[i][j] = switch (code) {
            case "PIX" -> Closeness.SINGLE_SWITCH;
            case "PXB" -> Closeness.MULTI_SWITCH;
            case "PHB" -> Closeness.HOST_BRIDGE;
            case "NODE" -> Closeness.SAME_CPU;
            case "SYS" -> Closeness.CROSS_CPU;
            default -> throw link.wrong("PIX, PXB, PHB, NODE, SYS or NV and a number");
        };
        near[j][i] = near[i][j];
    }
}
