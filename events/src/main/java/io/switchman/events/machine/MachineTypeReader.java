package io.switchman.events.machine;

import io.switchman.topology.model.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a MachineType: a machine declared by hand for all nodes with given labels. A file is the whole object as the
 * Kubernetes API has it, or its {@code spec} alone.
 */
public final class MachineTypeReader {
    private static final String API_VERSION = "topology.switchman.io/v1alpha1";
    private static final String KIND = "MachineType";
    private static final Set<String> OBJECT = Set.of("apiVersion", "kind", "metadata", "spec");
    private static final Set<String> SPEC = Set.of("selector", "priority", "machine", "ncclXml");
    private static final int MAX_PRIORITY = 1_000_000;

    private MachineTypeReader() {}

    /** Reads a file. */
    public static Reading read(Path file, Naming naming) {
        Problems problems = new Problems();
        byte[] bytes = InputFile.read(file, problems);
        return bytes == null ? problems.refuse() : read(file.toString(), bytes, naming);
    }

    /**
     * Reads a document.
     *
     * @param source what problems call it
     * @param bytes YAML 1.2 or JSON in UTF-8
     * @param naming names of VFs where the type is given as NCCL XML
     */
    public static Reading read(String source, byte[] bytes, Naming naming) {
        Problems problems = new Problems();
        String text = InputFile.text(source, bytes, problems);
        if (text == null) {
            return problems.refuse();
        }
        YamlValue root = YamlTree.parse(source, text, problems);
        return root == null ? problems.refuse() : read(source, root, problems, naming);
    }

    private static Reading read(String source, YamlValue root, Problems problems, Naming naming) {
        boolean whole = root instanceof YamlValue.Mapping mapping
                && (mapping.fields().containsKey("kind") || mapping.fields().containsKey("spec"));
        String name = InputFile.stem(source);
        Fields spec;
        if (whole) {
            Fields object = Fields.of(source, problems, "", root, OBJECT);
            object.require("apiVersion", API_VERSION);
            object.require("kind", KIND);
            String given = object.anyFields("metadata").text("name");
            name = given == null ? name : given;
            if (!object.has("spec")) {
                object.problem("spec", "is missing");
            }
            spec = object.child("spec", SPEC);
        } else {
            spec = Fields.of(source, problems, "", root, SPEC);
        }
        MachineType type = type(name, spec);
        if (spec.has("machine") && spec.has("ncclXml")) {
            spec.problem("ncclXml", "stands beside 'machine'; allowed is one of both");
        } else if (spec.has("ncclXml")) {
            return ofXml(source, spec, type, problems, naming);
        } else if (spec.has("machine")) {
            return new MachineSection(spec.child("machine", MachineSection.FIELDS), problems).read(type);
        } else {
            spec.problem("needs 'machine' or 'ncclXml'");
        }
        return problems.refuse();
    }

    private static MachineType type(String name, Fields spec) {
        Map<String, String> selector = new HashMap<>();
        Fields labels = spec.anyFields("selector");
        for (String label : labels.names()) {
            String value = labels.text(label);
            selector.put(label, value == null ? "" : value);
        }
        Integer priority = spec.number("priority", -MAX_PRIORITY, MAX_PRIORITY);
        return new MachineType(name, selector, priority == null ? 0 : priority);
    }

    /** Lines of problems are those of the XML text, which begins at its own line 1. */
    private static Reading ofXml(String source, Fields spec, MachineType type, Problems problems, Naming naming) {
        String xml = spec.text("ncclXml");
        if (xml == null || !problems.isEmpty()) {
            return problems.refuse();
        }
        String where = source + " " + spec.pathOf("ncclXml");
        byte[] bytes = xml.strip().getBytes(StandardCharsets.UTF_8);
        return switch (NcclXmlReader.read(where, bytes, naming)) {
            case Reading.Read read -> named(read, type);
            case Reading.Unreadable unreadable -> unreadable;
        };
    }

    private static Reading.Read named(Reading.Read read, MachineType type) {
        Machine m = read.machine();
        Machine machine = m == null ? null : new Machine(type.name(), m.numa(), m.gpus(), m.ports(), m.nvlink());
        return new Reading.Read(read.survey(), machine, type, read.ports(), read.spelling());
    }
}
