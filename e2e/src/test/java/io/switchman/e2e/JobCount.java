package io.switchman.e2e;

import io.switchman.e2e.fleet.PlayedNode;
import io.switchman.e2e.fleet.Wanted;
import io.switchman.topology.model.RailId;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many pods of jobs are on the rails of their job, by what their kubelets gave them. Nothing is promised where a kubelet chooses
 * the ports, so this is told and not asserted.
 *
 * @param byName pods that asked by the names of rails, and so are on those
 * @param joined pods that took VFs of a pool and were not the first of their job to run
 * @param agreeing how many of these have all rails of the first one, or it all of theirs
 */
record JobCount(int byName, int joined, int agreeing) {
    static JobCount of(BurstStage stage, EndState end) {
        int byName = 0;
        int joined = 0;
        int agreeing = 0;
        Map<String, Set<String>> firsts = new TreeMap<>();
        for (JsonObject pod : end.pods()) {
            String job = Wanted.annotation(pod, "job");
            Set<String> rails = job == null ? Set.of() : rails(stage, pod);
            if (job == null || rails.isEmpty()) {
                continue;
            }
            if (!Wanted.devices(pod).containsKey("nvidia.com/sriov_rdma_vf")) {
                byName++;
                continue;
            }
            Set<String> first = firsts.putIfAbsent(job, rails);
            if (first != null) {
                joined++;
                agreeing += first.containsAll(rails) || rails.containsAll(first) ? 1 : 0;
            }
        }
        return new JobCount(byName, joined, agreeing);
    }

    private static Set<String> rails(BurstStage stage, JsonObject pod) {
        Set<String> rails = new HashSet<>();
        PlayedNode node = stage.fleet().nodes().get(String.valueOf(EndState.node(pod)));
        PlayedNode.Devices devices = node == null ? null : node.books().get(EndState.uid(pod));
        if (node != null && devices != null) {
            for (int source = 0; source < devices.vfs().size(); source++) {
                int port = node.machine().sources().get(source).port();
                RailId rail = node.machine().ports().get(port).rail();
                if (!devices.vfs().get(source).isEmpty() && rail != null) {
                    rails.add(rail.toString());
                }
            }
        }
        return rails;
    }

    @Override
    public String toString() {
        return "pods of jobs: %d by names of rails, %d from pools behind the first of their job, %d of them on its rails"
                .formatted(byName, joined, agreeing);
    }
}
