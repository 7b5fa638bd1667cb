package io.switchman.events.kube.write;

import com.google.gson.JsonObject;
import io.switchman.topology.state.PodId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of requests about pods, with no field beside those that are meant. */
final class PodBodies {
    private PodBodies() {}

    /** A Binding. Its UID is a precondition: {@code BindingREST} in pkg/registry/core/pod/storage/storage.go. */
    static JsonObject binding(BindOrder order) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", order.name());
        metadata.addProperty("namespace", order.namespace());
        metadata.addProperty("uid", order.uid().uid());
        metadata.add("annotations", annotations(order.annotations()));
        JsonObject target = new JsonObject();
        target.addProperty("apiVersion", "v1");
        target.addProperty("kind", "Node");
        target.addProperty("name", order.node());
        JsonObject binding = new JsonObject();
        binding.addProperty("apiVersion", "v1");
        binding.addProperty("kind", "Binding");
        binding.add("metadata", metadata);
        binding.add("target", target);
        return binding;
    }

    /** A merge patch of annotations. The UID in it cannot be changed, so it works as a precondition. */
    static JsonObject annotationPatch(PodId pod, Map<String, @Nullable String> annotations) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("uid", pod.uid());
        metadata.add("annotations", annotations(annotations));
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        return patch;
    }

    private static JsonObject annotations(Map<String, ? extends @Nullable String> annotations) {
        JsonObject object = new JsonObject();
        annotations.forEach(object::addProperty);
        return object;
    }
}
