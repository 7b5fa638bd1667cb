package io.switchman.events.kube.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value of a stream by a projection. What is kept of it has a limit; past it the value is read to its end, so
 * that the stream stays in step, and nothing more is kept.
 */
public final class ProjectedReader {
    /** What a value costs beside its text. */
    private static final int VALUE_CHARACTERS = 16;

    private final JsonReader in;
    private final int maxCharacters;
    private int kept;
    private boolean repeated;

    /**
     * A reader of one value.
     *
     * @param in stands before the value
     * @param maxCharacters most that is kept: names, texts, and 16 for each value
     */
    public ProjectedReader(JsonReader in, int maxCharacters) {
        this.in = in;
        this.maxCharacters = maxCharacters;
    }

    /** Whether something was left out because the value is too large. */
    public boolean isCut() {
        return kept > maxCharacters;
    }

    /** Whether an object had two fields of one name. */
    public boolean hasRepeated() {
        return repeated;
    }

    /**
     * The next value, in part.
     *
     * @throws IOException if the stream ends or is no JSON
     */
    public JsonElement read(Projection projection) throws IOException {
        kept += VALUE_CHARACTERS;
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object(projection);
            case BEGIN_ARRAY -> array(projection);
            case STRING -> new JsonPrimitive(text());
            case NUMBER -> new JsonPrimitive(number());
            case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw new IOException("a value was expected at " + in.getPath());
        };
    }

    private String text() throws IOException {
        String text = in.nextString();
        kept += text.length();
        return text;
    }

    /** A number as it is written: a hostile exponent must cost nothing. */
    private Number number() throws IOException {
        Number number = ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in);
        kept += number.toString().length();
        return number;
    }

    private JsonElement array(Projection projection) throws IOException {
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
            if (isCut()) {
                in.skipValue();
            } else {
                array.add(read(projection));
            }
        }
        in.endArray();
        return array;
    }

    private JsonElement object(Projection projection) throws IOException {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            Projection part = partOf(projection, name);
            if (part == null || isCut()) {
                in.skipValue();
            } else {
                kept += name.length();
                repeated |= object.has(name);
                object.add(name, read(part));
            }
        }
        in.endObject();
        return object;
    }

    private static @Nullable Projection partOf(Projection projection, String name) {
        return switch (projection) {
            case Projection.All all -> all;
            case Projection.Fields(var fields) -> fields.get(name);
            case Projection.Matching(var names) -> names.test(name) ? new Projection.All() : null;
        };
    }
}
