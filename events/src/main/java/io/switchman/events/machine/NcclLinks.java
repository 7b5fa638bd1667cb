package io.switchman.events.machine;

import io.switchman.topology.model.NvLink;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the GPUs of an NCCL file are joined by NVLink, from the {@code <nvlink>} elements of live dumps. A target may be an
 * NVSwitch that has no address in a virtual machine ({@code fffffff:ff:ff.0}); its class 0x0680 tells all the same.
 */
final class NcclLinks {
    private static final String NVSWITCH_CLASS = "0x068";

    private final Set<String> pairs = new HashSet<>();
    private int told;
    private int switched;
    private int linked;
    private int gpus;

    /**
     * Counts a GPU.
     *
     * @param busId its address as written
     * @param elements its {@code <gpu>} elements; a static file has none, and then nothing is known
     */
    void add(String busId, List<XmlElement> elements) {
        gpus++;
        if (elements.isEmpty()) {
            return;
        }
        told++;
        List<XmlElement> links = elements.getFirst().all("nvlink");
        if (links.isEmpty()) {
            return;
        }
        linked++;
        if (links.stream().anyMatch(link -> text(link, "tclass").startsWith(NVSWITCH_CLASS))) {
            switched++;
        }
        for (XmlElement link : links) {
            if (!text(link, "target").equalsIgnoreCase(busId)) {
                pairs.add(busId + " " + text(link, "target"));
            }
        }
    }

    NvLink nvlink() {
        if (gpus == 0 || told < gpus) {
            return NvLink.UNKNOWN;
        }
        if (linked == 0) {
            return NvLink.NONE;
        }
        return switched == gpus || pairs.size() == gpus * (gpus - 1) ? NvLink.ALL : NvLink.PAIRS;
    }

    private static String text(XmlElement link, String attribute) {
        String value = link.attribute(attribute);
        return value == null ? "" : value;
    }
}
