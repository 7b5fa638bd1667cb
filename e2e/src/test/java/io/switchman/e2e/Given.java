package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.PlayedNode;
import io.switchman.e2e.fleet.Wanted;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a running pod was given, by its object in the API alone: its node, the plan it was bound with, and the devices its
 * kubelet wrote into its status.
 */
record Given(JsonObject pod, PlayedNode node, PlayedNode.Devices devices) {
    static Given of(BurstStage stage, JsonObject pod) {
        String name = Objects.requireNonNull(EndState.node(pod), () -> EndState.name(pod) + " has no node");
        PlayedNode node = Objects.requireNonNull(stage.fleet().nodes().get(name), name);
        return new Given(pod, node, node.told(pod));
    }

    /** Addresses of its GPUs, in the machine's order. */
    List<String> gpus() {
        Machine machine = node.machine();
        return IntStream.range(0, machine.gpus().size())
                .filter(gpu -> (devices.gpus() >>> gpu & 1) != 0)
                .mapToObj(gpu -> machine.gpus().get(gpu).address().toString())
                .toList();
    }

    /** How many VFs by resource and port. */
    private Map<String, Map<String, Integer>> vfs() {
        Map<String, Map<String, Integer>> vfs = new HashMap<>();
        for (int source = 0; source < devices.vfs().size(); source++) {
            VfSource of = node.machine().sources().get(source);
            int count = devices.vfs().get(source).size();
            if (count > 0) {
                vfs.computeIfAbsent(of.pool().resource().value(), _ -> new HashMap<>())
                        .put(node.machine().ports().get(of.port()).id().toString(), count);
            }
        }
        return vfs;
    }

    /** It got as much as it asked for, aligned as it required, and what its plan names on the node that its plan names. */
    void assertAsPlanned() {
        String name = EndState.name(pod);
        JsonObject plan = new JsonObject(
                new JsonObject(Objects.requireNonNull(Wanted.annotation(pod, "plan"), name)).getString("plan"));
        assertThat(plan.getString("node")).as(name).isEqualTo(node.name());
        assertThat(gpus()).as(name).isEqualTo(plan.getJsonArray("gpus").getList());
        Map<String, Object> planned = new HashMap<>();
        plan.getJsonObject("vfs")
                .forEach(entry -> planned.put(entry.getKey(), ((JsonObject) entry.getValue()).getMap()));
        assertThat(vfs()).as(name).isEqualTo(planned);
        int wanted = Wanted.devices(pod).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        int got = gpus().size() + devices.vfs().stream().mapToInt(List::size).sum();
        assertThat(got).as(name).isEqualTo(wanted);
        assertThat(Recount.isAligned(node.machine(), devices, Wanted.policy(pod).locality()))
                .as("%s has %s and %s of %s", name, gpus(), vfs(), node.name())
                .isTrue();
    }
}
