package io.switchman.events.kube.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.switchman.events.kube.feed.ObjectPage;
import io.switchman.events.kube.feed.RawObject;
import io.switchman.events.kube.json.ProjectedReader;
import io.switchman.events.kube.json.Projection;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads a list of objects one by one, so that it costs no more memory than what is kept. */
final class PageReader {
    private static final int HEAD_CHARACTERS = 64 << 10;

    private PageReader() {}

    /**
     * Reads a list.
     *
     * @throws IOException if the stream breaks off, or is no list of objects in JSON
     */
    static ObjectPage read(Reader stream, ObjectReader objects) throws IOException {
        JsonReader in = ObjectReader.json(stream);
        List<RawObject> items = new ArrayList<>();
        int unreadable = 0;
        String version = "";
        String next = "";
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "metadata" -> {
                    Projection wanted = Projection.fields("resourceVersion", "continue");
                    JsonElement metadata = new ProjectedReader(in, HEAD_CHARACTERS).read(wanted);
                    if (metadata instanceof JsonObject fields) {
                        version = ObjectReader.text(fields, "resourceVersion");
                        next = ObjectReader.text(fields, "continue");
                    }
                }
                case "items" -> {
                    unreadable += items(in, objects, items);
                }
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (version.isEmpty()) {
            throw new IOException("a list without resourceVersion");
        }
        return new ObjectPage(version, next, items, unreadable);
    }

    private static int items(JsonReader in, ObjectReader objects, List<RawObject> items) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return 0;
        }
        int unreadable = 0;
        in.beginArray();
        while (in.hasNext()) {
            RawObject object = objects.read(in);
            if (object == null) {
                unreadable++;
            } else {
                items.add(object);
            }
        }
        in.endArray();
        return unreadable;
    }
}
