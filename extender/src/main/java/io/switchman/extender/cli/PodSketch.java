package io.switchman.extender.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a pod from a few words, with what matters for placing it and nothing else. */
final class PodSketch {
    private PodSketch() {}

    static JsonObject json(int gpus, String gpuResource, Map<String, Integer> vfs, @Nullable String policy) {
        JsonObject requests = new JsonObject();
        if (gpus > 0) {
            requests.put(gpuResource, Integer.toString(gpus));
        }
        vfs.forEach((name, count) -> requests.put(name, Integer.toString(count)));
        JsonObject annotations = new JsonObject();
        if (policy != null) {
            annotations.put("switchman.io/policy", policy);
        }
        JsonObject container =
                new JsonObject().put("name", "main").put("resources", new JsonObject().put("requests", requests));
        return new JsonObject()
                .put(
                        "metadata",
                        new JsonObject()
                                .put("namespace", "default")
                                .put("name", "as-described")
                                .put("annotations", annotations))
                .put("spec", new JsonObject().put("containers", new JsonArray().add(container)));
    }
}
