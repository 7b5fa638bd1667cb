package io.switchman.events.machine;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML into elements with line numbers. Entities and external files are never followed. The text is decoded before it
 * comes here: the JDK's parser prints to standard error when it meets a byte that its encoding does not have.
 */
final class XmlTree {
    private static final String MESSAGE = "Message: ";

    private final String source;
    private final Problems problems;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private int elements;

    private XmlTree(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** The root element, or null with the problem added. */
    static @Nullable XmlElement parse(String source, String text, Problems problems) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        XmlTree tree = new XmlTree(source, problems);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            try {
                return tree.root(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            problems.add(source + ":" + line, "not well-formed XML: " + reason(e) + tree.unclosed());
        }
        return null;
    }

    private @Nullable XmlElement root(XMLStreamReader reader) throws XMLStreamException {
        XmlElement root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            int line = reader.getLocation().getLineNumber();
            switch (event) {
                case XMLStreamConstants.DTD -> {
                    problems.add(
                            source + ":" + line,
                            "a document type declaration is not allowed; NCCL topology files have none");
                    return null;
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    problems.add(source + ":" + line, "the entity &" + reader.getLocalName() + "; is not allowed");
                    return null;
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!isWithinLimits(line)) {
                        return null;
                    }
                    XmlElement element =
                            new XmlElement(reader.getLocalName(), attributes(reader), line, new ArrayList<>());
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.getLast().children().add(element);
                    }
                    open.addLast(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.removeLast();
                default -> {}
            }
        }
        return root;
    }

    private boolean isWithinLimits(int line) {
        if (open.size() == Limits.DEPTH) {
            problems.add(source + ":" + line, "more than " + Limits.DEPTH + " elements inside each other");
            return false;
        }
        elements++;
        if (elements > Limits.XML_ELEMENTS) {
            problems.add(source + ":" + line, "more than " + Limits.XML_ELEMENTS + " elements");
            return false;
        }
        return true;
    }

    /** Names the innermost element without an end: the parser's own message says only that there is one. */
    private String unclosed() {
        return open.isEmpty()
                ? ""
                : " (<" + open.getLast().name() + "> of line " + open.getLast().line() + " is still open)";
    }

    private static String reason(XMLStreamException e) {
        String text = String.valueOf(e.getMessage());
        int start = text.indexOf(MESSAGE);
        return start < 0 ? text : text.substring(start + MESSAGE.length()).strip();
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }
}
