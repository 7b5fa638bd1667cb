package io.switchman.events.kube.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.feed.RawObject;
import io.switchman.events.kube.json.ProjectedReader;
import io.switchman.events.kube.json.Projection;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of one kind out of a stream.
 *
 * @param projection what is kept of an object
 * @param maxCharacters most that is kept of one
 */
record ObjectReader(Projection projection, int maxCharacters) {
    /** JSON without any tolerance. */
    static JsonReader json(Reader in) {
        JsonReader json = new JsonReader(in);
        json.setStrictness(Strictness.STRICT);
        return json;
    }

    /** The next value as an object with identity, or null if it has none. */
    @Nullable
    RawObject read(JsonReader in) throws IOException {
        ProjectedReader reader = new ProjectedReader(in, maxCharacters);
        JsonElement value = reader.read(projection);
        return value instanceof JsonObject object ? identified(object, reader.isCut()) : null;
    }

    /** An object with its identity, or null if it has none. */
    static @Nullable RawObject identified(JsonObject object, boolean cut) {
        if (!(object.get("metadata") instanceof JsonObject metadata)) {
            return null;
        }
        String uid = text(metadata, "uid");
        String name = text(metadata, "name");
        String version = text(metadata, "resourceVersion");
        if (uid.isEmpty() || name.isEmpty() || version.isEmpty()) {
            return null;
        }
        return new RawObject(new ObjectKey(text(metadata, "namespace"), name, uid), version, object, cut);
    }

    /** A text in a field, or empty. */
    static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonPrimitive text && text.isString() ? text.getAsString() : "";
    }
}
