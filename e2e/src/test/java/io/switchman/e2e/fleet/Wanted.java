package io.switchman.e2e.fleet;

import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a pod of one container asks for, read from its object without the code of the product. */
public final class Wanted {
    private Wanted() {}

    /** Devices by resource name. */
    public static Map<String, Integer> devices(JsonObject pod) {
        Map<String, Integer> devices = new TreeMap<>();
        JsonArray containers = pod.getJsonObject("spec").getJsonArray("containers");
        for (Object container : containers) {
            JsonObject limits = ((JsonObject) container)
                    .getJsonObject("resources", new JsonObject())
                    .getJsonObject("limits", new JsonObject());
            for (String name : limits.fieldNames()) {
                if (isGpu(name) || name.startsWith("nvidia.com/sriov_rdma_vf")) {
                    devices.merge(name, Integer.parseInt(limits.getString(name)), Integer::sum);
                }
            }
        }
        return devices;
    }

    static boolean isGpu(String name) {
        return name.endsWith("/gpu");
    }

    /** The same for the judge of the core; null where the pod asks for none. */
    public static @Nullable Request request(JsonObject pod) {
        GpuDemand gpus = null;
        List<VfDemand> vfs = new ArrayList<>();
        for (Map.Entry<String, Integer> device : devices(pod).entrySet()) {
            ResourceName name = new ResourceName(device.getKey());
            if (isGpu(device.getKey())) {
                gpus = new GpuDemand(name, device.getValue());
            } else {
                vfs.add(new VfDemand(name, device.getValue()));
            }
        }
        return gpus == null && vfs.isEmpty() ? null : new Request(gpus, vfs, policy(pod));
    }

    /** Its policy where the configuration says nothing else. */
    public static Policy policy(JsonObject pod) {
        String least = annotation(pod, "min-certainty");
        MinCertainty certainty =
                least == null ? MinCertainty.UNSET : new MinCertainty.Chance(Double.parseDouble(least));
        return Policy.DEFAULT
                .with("require".equals(annotation(pod, "policy")) ? Policy.Mode.REQUIRE : Policy.Mode.PREFER)
                .with(certainty);
    }

    /** An annotation of ours, or null. */
    public static @Nullable String annotation(JsonObject pod, String name) {
        return pod.getJsonObject("metadata")
                .getJsonObject("annotations", new JsonObject())
                .getString("switchman.io/" + name);
    }
}
