package io.switchman.e2e;

import io.switchman.e2e.fleet.PlayedNode;
import io.switchman.e2e.fleet.Wanted;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counts devices anew by the books of the kubelets.
 *
 * @param nodes by name
 */
record Recount(Map<String, PlayedNode> nodes) {
    /** What a claim is in words: GPUs, and VFs by port and resource. */
    private record Held(Set<String> gpus, Map<String, Integer> vfs) {}

    /** Compares what Switchman knows with the books, pod by pod. */
    void claims(JsonObject state, List<String> problems) {
        Map<String, JsonObject> known = new HashMap<>();
        for (Object node : state.getJsonArray("nodes")) {
            known.put(((JsonObject) node).getString("node"), (JsonObject) node);
        }
        nodes.forEach((name, node) -> {
            JsonObject ours = known.get(name);
            if (ours == null || !"known".equals(ours.getString("view"))) {
                problems.add(name + " is to Switchman " + (ours == null ? "absent" : ours.getString("view")));
                return;
            }
            Map<String, Held> books = new TreeMap<>();
            node.books().forEach((uid, devices) -> {
                Held held = held(node.machine(), devices);
                if (!held.gpus().isEmpty() || !held.vfs().isEmpty()) {
                    books.put(uid, held);
                }
            });
            Map<String, Held> claims = claims(ours);
            if (!books.equals(claims)) {
                problems.add("%s has by its kubelet %s, by Switchman %s".formatted(name, books, claims));
            }
            if (!ours.getJsonArray("holds").isEmpty()) {
                problems.add(name + " has holds left: " + ours.getJsonArray("holds"));
            }
        });
    }

    private static Map<String, Held> claims(JsonObject node) {
        Map<String, Held> claims = new TreeMap<>();
        for (Object item : node.getJsonArray("claims")) {
            JsonObject claim = (JsonObject) item;
            Map<String, Integer> vfs = new TreeMap<>();
            for (Object taken : claim.getJsonArray("vfs")) {
                JsonObject of = (JsonObject) taken;
                vfs.put(of.getString("port") + " " + of.getString("resource"), of.getInteger("count"));
            }
            Set<String> gpus =
                    claim.getJsonArray("gpus").stream().map(Object::toString).collect(Collectors.toSet());
            String settled = Boolean.FALSE.equals(claim.getBoolean("settled")) ? " (unsettled)" : "";
            claims.put(claim.getString("uid") + settled, new Held(gpus, vfs));
        }
        return claims;
    }

    private static Held held(Machine machine, PlayedNode.Devices devices) {
        Set<String> gpus = IntStream.range(0, machine.gpus().size())
                .filter(gpu -> (devices.gpus() >>> gpu & 1) != 0)
                .mapToObj(gpu -> machine.gpus().get(gpu).address().toString())
                .collect(Collectors.toSet());
        Map<String, Integer> vfs = new TreeMap<>();
        for (int source = 0; source < devices.vfs().size(); source++) {
            int count = devices.vfs().get(source).size();
            if (count > 0) {
                VfSource of = machine.sources().get(source);
                vfs.put(machine.ports().get(of.port()).id() + " " + of.pool().resource(), count);
            }
        }
        return new Held(gpus, vfs);
    }

    /** What a bound pod must carry, and what it must have got. */
    void evidence(JsonObject pod, PlayedNode node, List<String> problems) {
        String name = EndState.name(pod);
        if (Wanted.annotation(pod, "plan") == null) {
            problems.add(name + " is bound without a plan");
        }
        Policy policy = Wanted.policy(pod);
        boolean promised = policy.mode() == Policy.Mode.REQUIRE && policy.minCertainty() instanceof MinCertainty.Unset;
        if (EndState.phase(pod).equals("Failed")) {
            if (promised) {
                problems.add(name + " was promised devices, and the kubelet of " + node.name() + " refused it: "
                        + node.kubelet() + " " + Wanted.devices(pod) + Overtaken.hint(pod, node));
            }
            return;
        }
        PlayedNode.Devices devices = node.books().get(EndState.uid(pod));
        if (devices == null) {
            problems.add(name + " runs, and has no devices in the books of " + node.name());
            return;
        }
        checkStatus(pod, problems);
        if (promised && !isAligned(node.machine(), devices, policy.locality())) {
            problems.add("%s requires alignment and got %s on %s%s"
                    .formatted(name, held(node.machine(), devices), node.name(), Overtaken.hint(pod, node)));
        }
    }

    /** Whether the API server has kept what the kubelet said. */
    private static void checkStatus(JsonObject pod, List<String> problems) {
        Map<String, Integer> said = new TreeMap<>();
        JsonArray statuses = pod.getJsonObject("status").getJsonArray("containerStatuses", new JsonArray());
        for (Object status : statuses) {
            JsonArray resources = ((JsonObject) status).getJsonArray("allocatedResourcesStatus", new JsonArray());
            for (Object resource : resources) {
                JsonObject of = (JsonObject) resource;
                said.put(of.getString("name"), of.getJsonArray("resources").size());
            }
        }
        if (!said.equals(Wanted.devices(pod))) {
            problems.add("%s asks for %s, its status says %s".formatted(EndState.name(pod), Wanted.devices(pod), said));
        }
    }

    /** Whether the scarcer kind is matched one to one within a level, and all else has a partner within it. Tries everything. */
    static boolean isAligned(Machine machine, PlayedNode.Devices devices, Locality within) {
        List<Integer> gpus = IntStream.range(0, machine.gpus().size())
                .filter(gpu -> (devices.gpus() >>> gpu & 1) != 0)
                .boxed()
                .toList();
        List<Integer> ports = new ArrayList<>();
        for (int source = 0; source < devices.vfs().size(); source++) {
            for (int i = 0; i < devices.vfs().get(source).size(); i++) {
                ports.add(machine.sources().get(source).port());
            }
        }
        if (gpus.isEmpty() || ports.isEmpty()) {
            return true;
        }
        boolean everyoneHas = gpus.stream()
                        .allMatch(gpu -> ports.stream().anyMatch(port -> near(machine, gpu, port, within)))
                && ports.stream().allMatch(port -> gpus.stream().anyMatch(gpu -> near(machine, gpu, port, within)));
        return everyoneHas
                && matched(machine, gpus, ports, 0, new TreeSet<>(), within) == Math.min(gpus.size(), ports.size());
    }

    private static boolean near(Machine machine, int gpu, int port, Locality within) {
        Locality level = Objects.requireNonNull(machine.gpus().get(gpu))
                .device()
                .location()
                .to(machine.ports().get(port).device().location());
        return level.isAtLeast(within);
    }

    private static int matched(
            Machine machine, List<Integer> gpus, List<Integer> ports, int from, Set<Integer> used, Locality within) {
        if (from == gpus.size()) {
            return 0;
        }
        int best = matched(machine, gpus, ports, from + 1, used, within);
        for (int vf = 0; vf < ports.size(); vf++) {
            if (!used.contains(vf) && near(machine, gpus.get(from), ports.get(vf), within)) {
                used.add(vf);
                best = Math.max(best, 1 + matched(machine, gpus, ports, from + 1, used, within));
                used.remove(vf);
                if (best == Math.min(gpus.size() - from, ports.size() - used.size())) {
                    break;
                }
            }
        }
        return best;
    }
}
