package io.switchman.events.kube;

import io.switchman.topology.model.Machine;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Facts as lines of text, so that what is expected of them can be read and compared. */
final class Rendering {
    private final StringBuilder text = new StringBuilder();

    private Rendering() {}

    static String of(@Nullable Object value) {
        Rendering rendering = new Rendering();
        rendering.add("", "", value);
        return rendering.text.toString().stripLeading();
    }

    private void add(String indent, String label, @Nullable Object value) {
        String head = indent + label;
        switch (value) {
            case Machine machine -> {
                line(head + machine);
                machine.gpus().forEach(gpu -> line(indent + "  " + gpu));
                machine.ports().forEach(port -> line(indent + "  " + port));
            }
            case Record fields
            when isWide(fields) -> {
                line(head + fields.getClass().getSimpleName());
                for (RecordComponent component : fields.getClass().getRecordComponents()) {
                    add(indent + "  ", component.getName() + ": ", read(component, fields));
                }
            }
            case Map<?, ?> map -> {
                line(head + (map.isEmpty() ? "{}" : ""));
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
                sorted.forEach((key, item) -> add(indent + "  ", key + " = ", item));
            }
            case Collection<?> items -> {
                line(head + (items.isEmpty() ? "[]" : ""));
                (items instanceof Set<?> ? new TreeSet<>(items) : items)
                        .forEach(item -> add(indent + "  ", "- ", item));
            }
            case null, default -> line(head + value);
        }
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private static boolean isWide(Record fields) {
        return fields.getClass().getRecordComponents().length > 2
                || fields.toString().length() > 90;
    }

    private static @Nullable Object read(RecordComponent component, Record fields) {
        try {
            return component.getAccessor().invoke(fields);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(component.getName(), e);
        }
    }
}
