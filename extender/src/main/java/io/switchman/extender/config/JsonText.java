package io.switchman.extender.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers, truth values and null as JSON. */
public final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** The value as indented JSON that ends in a line end. */
    public static String of(@Nullable Object value) {
        return text(value, true);
    }

    /** The value as JSON on one line, which ends it. */
    public static String line(@Nullable Object value) {
        return text(value, false);
    }

    private static String text(@Nullable Object value, boolean indented) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            if (indented) {
                json.setPrettyPrinter(printer());
            }
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.append('\n').toString();
    }

    private static DefaultPrettyPrinter printer() {
        var separators = Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        return new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("  ", "\n"));
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (var entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object item : list) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case null -> json.writeNull();
            case Boolean truth -> json.writeBoolean(truth);
            case Number number -> json.writeNumber(number.toString());
            default -> json.writeString(value.toString());
        }
    }
}
