package io.switchman.events.machine;

/** How much of an input is taken before it is refused. Real inputs stay far below: the largest NCCL dumps have 0.1 MiB. */
final class Limits {
    /** Bytes of a file. */
    static final int FILE_BYTES = 16 << 20;

    /** Elements inside each other, in XML and in YAML. */
    static final int DEPTH = 64;

    /** Elements of an XML file. */
    static final int XML_ELEMENTS = 4096;

    /** Values of a YAML document, those behind aliases counted each time: 63 ports with long chains have about 6,000. */
    static final int YAML_VALUES = 32_768;

    /** PCI functions of a sysfs tree: 16 ports with 256 VFs each are 4,096. */
    static final int PCI_FUNCTIONS = 16_384;

    /** Bytes of one sysfs or procfs file; the kernel's own limit for an attribute is one page. */
    static final int ATTRIBUTE_BYTES = 64 << 10;

    private Limits() {}
}
