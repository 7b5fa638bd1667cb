package io.switchman.events.kube.json;

import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** JSON that stands as a text in a field, as annotations hold it. */
public final class JsonText {
    /** More than all annotations of an object may have together ({@code TotalAnnotationSizeLimitB} in apimachinery). */
    public static final int MAX_CHARACTERS = 256 << 10;

    private JsonText() {}

    /** The value of a text, or null if it is no JSON or too long. Of fields of one name in an object the last counts. */
    public static @Nullable JsonElement parse(String text) {
        return parse(text, false);
    }

    /** The same, but null also where an object has two fields of one name. */
    public static @Nullable JsonElement parseDistinct(String text) {
        return parse(text, true);
    }

    private static @Nullable JsonElement parse(String text, boolean distinct) {
        if (text.length() > MAX_CHARACTERS) {
            return null;
        }
        JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        try {
            // A value costs more than its text, so a long list of short ones is cut.
            ProjectedReader reader = new ProjectedReader(in, 4 * MAX_CHARACTERS);
            JsonElement value = reader.read(new Projection.All());
            boolean refused = reader.isCut() || distinct && reader.hasRepeated();
            return refused || in.peek() != JsonToken.END_DOCUMENT ? null : value;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return null;
        }
    }
}
