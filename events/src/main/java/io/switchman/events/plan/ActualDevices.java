package io.switchman.events.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.PciAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices that a bound pod really got, beside what was said before, as its annotation {@link #ANNOTATION} tells people
 * and other programs.
 *
 * @param plan id of the plan it was bound with; null for a pod without a plan that we trust
 * @param gpus ascending
 * @param vfs by resource, then port
 * @param level the worst level among them, paired as well as they can be; null if there are GPUs only or VFs only
 * @param finding whether that is what the pod asked for
 * @param said what was promised, or null
 */
public record ActualDevices(
        @Nullable String plan,
        List<PciAddress> gpus,
        List<PlannedVfs> vfs,
        @Nullable Locality level,
        Finding finding,
        @Nullable Promise said) {
    /** The key of the annotation. */
    public static final String ANNOTATION = "switchman.io/actual";

    private static final int VERSION = 1;

    /** Whether devices are as near as a pod asked. */
    public enum Finding {
        ALIGNED,
        MISALIGNED,
        /** It asked for nothing that could be missed. */
        NO_CLAIM
    }

    public ActualDevices {
        gpus = gpus.stream().sorted().toList();
        vfs = vfs.stream().sorted(PlannedVfs.ORDER).toList();
    }

    /** Whether it was certain that they would be aligned, and they are not. */
    public boolean breaksPromise() {
        return said != null && said.kind() == OutcomeClass.CERTAIN && finding == Finding.MISALIGNED;
    }

    /** One line of JSON, always the same for the same devices. */
    public String text() {
        JsonObject json = new JsonObject();
        json.addProperty("v", VERSION);
        json.addProperty("plan", plan);
        JsonArray addresses = new JsonArray();
        gpus.forEach(gpu -> addresses.add(gpu.toString()));
        json.add("gpus", addresses);
        JsonArray pools = new JsonArray();
        for (PlannedVfs vf : vfs) {
            JsonObject pool = new JsonObject();
            pool.addProperty("resource", vf.resource().value());
            pool.addProperty("port", vf.port().toString());
            pool.addProperty("count", vf.count());
            pools.add(pool);
        }
        json.add("vfs", pools);
        json.addProperty("level", level == null ? null : level.name());
        json.addProperty("verdict", finding.name());
        json.add("said", said == null ? JsonNull.INSTANCE : promise(said));
        return json.toString();
    }

    private static JsonObject promise(Promise said) {
        JsonObject json = new JsonObject();
        json.addProperty("class", said.kind().name());
        json.addProperty("p", said.p());
        return json;
    }
}
