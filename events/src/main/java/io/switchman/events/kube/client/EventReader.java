package io.switchman.events.kube.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import io.switchman.events.kube.feed.RawObject;
import io.switchman.events.kube.feed.SourceException;
import io.switchman.events.kube.feed.SourceException.Reason;
import io.switchman.events.kube.feed.WatchEvent;
import io.switchman.events.kube.json.ProjectedReader;
import io.switchman.events.kube.json.Projection;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads the events of a watch. Source: {@code WatchEvent} in apimachinery's meta/v1. */
final class EventReader {
    private static final int MAX_MESSAGE = 300;

    private final FrameReader frames;
    private final ObjectReader objects;

    EventReader(Reader stream, Projection.Fields projection, int maxCharacters) {
        this.frames = new FrameReader(stream);
        // An ERROR carries a Status in place of an object.
        this.objects = new ObjectReader(projection.and("code", "message"), maxCharacters);
    }

    /**
     * Waits for the next event; null at the end of the stream.
     *
     * @throws IOException if the stream breaks off, or is no JSON
     * @throws SourceException if the server says so in an event
     */
    @Nullable
    WatchEvent next() throws IOException, SourceException {
        if (!frames.next()) {
            return null;
        }
        JsonReader in = ObjectReader.json(frames);
        String type = "";
        JsonElement object = new JsonObject();
        boolean cut = false;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "type" -> type = in.nextString();
                case "object" -> {
                    ProjectedReader reader = new ProjectedReader(in, objects.maxCharacters());
                    object = reader.read(objects.projection());
                    cut = reader.isCut();
                }
                default -> in.skipValue();
            }
        }
        in.endObject();
        return event(type, object instanceof JsonObject fields ? fields : new JsonObject(), cut);
    }

    private static WatchEvent event(String type, JsonObject object, boolean cut) throws SourceException {
        return switch (type) {
            case "ADDED", "MODIFIED" -> {
                RawObject read = ObjectReader.identified(object, cut);
                yield read == null ? new WatchEvent.Unreadable() : new WatchEvent.Changed(read);
            }
            case "DELETED" -> {
                RawObject read = ObjectReader.identified(object, cut);
                yield read == null ? new WatchEvent.Unreadable() : new WatchEvent.Deleted(read);
            }
            case "BOOKMARK" -> {
                String version = object.get("metadata") instanceof JsonObject metadata
                        ? ObjectReader.text(metadata, "resourceVersion")
                        : "";
                yield version.isEmpty() ? new WatchEvent.Unreadable() : new WatchEvent.Bookmark(version);
            }
            case "ERROR" -> throw error(object);
            default -> throw new SourceException(Reason.GARBLED, "an event of type '" + shown(type) + "'");
        };
    }

    private static SourceException error(JsonObject status) {
        int code = code(status.get("code"));
        return new SourceException(
                Answers.reason(code), code + " in an event: " + shown(ObjectReader.text(status, "message")));
    }

    private static int code(@Nullable JsonElement code) {
        String text = code instanceof JsonPrimitive number ? number.getAsString() : "";
        return text.matches("[0-9]{3}") ? Integer.parseInt(text) : 0;
    }

    private static String shown(String text) {
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text;
    }
}
