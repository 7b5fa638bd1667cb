package io.switchman.extender.demo;

import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pod of the workload.
 *
 * @param number its place in the order of arrival, from 0
 * @param shape how its row in the table is called, for example {@code 2 + 2}
 * @param gpuName the name it asks GPUs by, or empty for none
 * @param gpus GPUs, 0 or more
 * @param vfs VFs by resource name
 * @param required whether it refuses to run unaligned
 * @param lifetime after how many further arrivals it ends
 */
record DemoPod(
        int number, String shape, String gpuName, int gpus, Map<String, Integer> vfs, boolean required, int lifetime) {
    DemoPod {
        vfs = Map.copyOf(vfs);
    }

    String uid() {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    String name() {
        return "train-" + number;
    }

    /** Whether it asks for one VF pool over all ports, and not for rails by name. */
    boolean isPooled() {
        return vfs.containsKey(Workload.POOL);
    }

    /** Everything it asks for, by resource name. */
    Map<String, Integer> requests() {
        Map<String, Integer> all = new TreeMap<>(vfs);
        if (gpus > 0) {
            all.put(gpuName, gpus);
        }
        return all;
    }

    /** What it asks for, without a policy. */
    Request request() {
        List<VfDemand> demands = new ArrayList<>();
        vfs.forEach((name, count) -> demands.add(new VfDemand(new ResourceName(name), count)));
        GpuDemand gpu = gpus == 0 ? null : new GpuDemand(new ResourceName(gpuName), gpus);
        return new Request(gpu, demands, Policy.DEFAULT);
    }

    /** The pod as kube-scheduler sends it. */
    String json() {
        StringBuilder quantities = new StringBuilder("\"cpu\":\"8\"");
        requests().forEach((name, n) -> quantities.append(",\"%s\":\"%d\"".formatted(name, n)));
        String annotations = required ? "\"switchman.io/policy\":\"require\"" : "";
        return """
                {"metadata":{"name":"%s","namespace":"demo","uid":"%s","annotations":{%s}},\
                "spec":{"containers":[{"name":"main","image":"trainer","resources":{"limits":{%s},"requests":{%s}}}]},\
                "status":{"phase":"Pending"}}""".formatted(name(), uid(), annotations, quantities, quantities);
    }
}
