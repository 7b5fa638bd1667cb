package io.switchman.events.machine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element of an XML file.
 *
 * @param name its name
 * @param attributes values by name
 * @param line where its start tag ends, from 1
 * @param children elements directly inside; text is not kept
 */
record XmlElement(String name, Map<String, String> attributes, int line, List<XmlElement> children) {
    @Nullable
    String attribute(String attribute) {
        return attributes.get(attribute);
    }

    boolean has(String child) {
        return children.stream().anyMatch(element -> element.name().equals(child));
    }

    List<XmlElement> all(String child) {
        return children.stream().filter(element -> element.name().equals(child)).toList();
    }
}
