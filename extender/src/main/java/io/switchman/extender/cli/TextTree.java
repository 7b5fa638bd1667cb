package io.switchman.extender.cli;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tree of labels, drawn with ASCII; children stand in the order they were first added. */
final class TextTree {
    private final Map<String, TextTree> children = new LinkedHashMap<>();

    /** Adds a leaf and what is missing of the way to it. */
    void add(List<String> path) {
        TextTree at = this;
        for (String label : path) {
            at = at.children.computeIfAbsent(label, _ -> new TextTree());
        }
    }

    /** The tree, one label a line; those at the top have no branch before them. */
    String text() {
        StringBuilder text = new StringBuilder();
        children.forEach((label, child) -> {
            text.append(label).append('\n');
            child.draw(text, "");
        });
        return text.toString();
    }

    private void draw(StringBuilder text, String before) {
        Iterator<Map.Entry<String, TextTree>> rest = children.entrySet().iterator();
        while (rest.hasNext()) {
            Map.Entry<String, TextTree> child = rest.next();
            boolean last = !rest.hasNext();
            text.append(before)
                    .append(last ? "`- " : "+- ")
                    .append(child.getKey())
                    .append('\n');
            child.getValue().draw(text, before + (last ? "   " : "|  "));
        }
    }
}
