package io.switchman.events.kube.feed;

import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.translate.NetworkTranslator;
import java.time.Duration;
import java.util.List;

/** A small kind for feeds to carry: networks, each with a resource that tells its states apart. */
public final class Samples {
    /** Networks of this resource are as if they were not there. */
    public static final String UNWANTED = "example.com/unwanted";

    public static final FeedSettings SETTINGS = new FeedSettings(
            3,
            8,
            100,
            Duration.ofSeconds(120),
            Duration.ofSeconds(150),
            Duration.ofSeconds(60),
            Duration.ofMillis(800),
            Duration.ofSeconds(30),
            3);

    private Samples() {}

    public static Kind<NetworkFacts> kind(boolean optional) {
        NetworkTranslator translator = new NetworkTranslator();
        return new Kind<>(
                "Network",
                List.of(
                        new ApiPath("new.example.com", "v1", "networks"),
                        new ApiPath("old.example.com", "v1", "networks")),
                translator.projection(),
                translator,
                fact -> fact.resource() == null || !fact.resource().value().equals(UNWANTED),
                optional);
    }

    /** An object as an API server sends it. */
    public static JsonObject object(ObjectKey key, String version, String resource) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty("k8s.v1.cni.cncf.io/resourceName", resource);
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", key.name());
        metadata.addProperty("namespace", key.namespace());
        metadata.addProperty("uid", key.uid());
        metadata.addProperty("resourceVersion", version);
        metadata.add("annotations", annotations);
        JsonObject object = new JsonObject();
        object.addProperty("kind", "Network");
        object.add("metadata", metadata);
        return object;
    }
}
