package io.switchman.events.kube;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.Translated;
import io.switchman.events.kube.json.ProjectedReader;
import io.switchman.events.kube.translate.MachineMemo;
import io.switchman.events.machine.Naming;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Objects as an API server sends them, written by hand, and the kinds that read them. */
final class Fixtures {
    private Fixtures() {}

    static ClusterKinds kinds() {
        return new ClusterKinds(
                name -> name.equals("nvidia.com/gpu") || name.startsWith("nvidia.com/sriov_rdma_vf_port"),
                new MachineMemo(Naming.PER_PORT, 16));
    }

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Fixtures.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject whole(String name) {
        return JsonParser.parseString(text(name + ".json")).getAsJsonObject();
    }

    /** As a feed reads it. */
    static JsonObject projected(String json, Kind<?> kind) {
        JsonReader in = new JsonReader(new StringReader(json));
        in.setStrictness(Strictness.STRICT);
        try {
            return new ProjectedReader(in, 1 << 20).read(kind.projection()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T extends Fact> Translated<T> translate(Kind<T> kind, String name) {
        return translate(kind, projected(text(name + ".json"), kind));
    }

    static <T extends Fact> Translated<T> translate(Kind<T> kind, JsonObject object) {
        return kind.translate(key(object), object);
    }

    /** The key of an object whose metadata is sound. */
    static ObjectKey key(JsonObject object) {
        JsonObject metadata = object.getAsJsonObject("metadata");
        String namespace = metadata.has("namespace") ? metadata.get("namespace").getAsString() : "";
        return new ObjectKey(
                namespace,
                metadata.get("name").getAsString(),
                metadata.get("uid").getAsString());
    }
}
