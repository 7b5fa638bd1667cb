package io.switchman.events.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads NCCL's topology XML ({@code NCCL_TOPO_DUMP_FILE}, {@code NCCL_TOPO_FILE}; RCCL writes the same form). Source:
 * src/graph/xml.cc and src/graph/topo.cc of NCCL.
 *
 * <p>The form has no root ports and no host bridges: it names a switch by its upstream port, and a device without a switch
 * has only its NUMA node. It merges the functions of a card into one element.
 */
public final class NcclXmlReader {
    private NcclXmlReader() {}

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
     * @param bytes the document
     * @param naming names of VFs; this form tells no VFs, so it is used only where that changes
     */
    public static Reading read(String source, byte[] bytes, Naming naming) {
        Problems problems = new Problems();
        String text = InputFile.text(source, bytes, problems);
        XmlElement root = text == null ? null : XmlTree.parse(source, text, problems);
        if (root == null) {
            return problems.refuse();
        }
        if (!root.name().equals("system")) {
            return Problems.refuse(
                    source + ":" + root.line(),
                    "not an NCCL topology: the root is <" + root.name() + ">, not <system>");
        }
        NcclSystem system = new NcclSystem(source, problems);
        List<XmlElement> cpus = root.all("cpu");
        checkOneHost(source, cpus, problems);
        for (XmlElement outside : root.all("pci")) {
            problems.add(source + ":" + outside.line(), "<pci> outside of any <cpu>");
        }
        for (int i = 0; i < cpus.size(); i++) {
            system.addCpu(i, cpus.get(i), cpus.size());
        }
        return problems.isEmpty() ? system.read(InputFile.stem(source), naming) : problems.refuse();
    }

    /** NCCL writes several hosts into one file where GPUs of several hosts share one NVLink domain. */
    private static void checkOneHost(String source, List<XmlElement> cpus, Problems problems) {
        Set<String> hosts = cpus.stream()
                .map(cpu -> cpu.attribute("host_hash"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (hosts.size() > 1) {
            problems.add(
                    source + ":" + cpus.getLast().line(),
                    "describes " + hosts.size() + " hosts (host_hash differs); write one file for each");
        }
    }
}
