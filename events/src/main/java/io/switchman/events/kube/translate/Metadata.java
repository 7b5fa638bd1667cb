package io.switchman.events.kube.translate;

import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The fields of {@code metadata} that several kinds share. */
final class Metadata {
    /** What identifies an object; every kind keeps it. */
    static final Projection.Fields IDENTITY = Projection.fields("name", "namespace", "uid", "resourceVersion");

    private static final int MAX_LABELS = 1024;

    private Metadata() {}

    /** Keeps the identity, labels, and annotations that pass. */
    static Projection.Fields labelled(Predicate<String> annotations) {
        return IDENTITY.and("labels").and("annotations", Projection.matching(annotations));
    }

    static Map<String, String> labels(JsonFields metadata) {
        return metadata.map("labels", MAX_LABELS, name -> true);
    }

    static Map<String, String> annotations(JsonFields metadata, Predicate<String> wanted) {
        return metadata.map("annotations", MAX_LABELS, wanted);
    }

    /** A time as the API server writes it, or null. */
    static @Nullable Instant time(JsonFields fields, String name) {
        String text = fields.text(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            fields.problem(name, JsonFields.shown(text) + " is not a time such as 2026-01-31T12:00:00Z");
            return null;
        }
    }
}
