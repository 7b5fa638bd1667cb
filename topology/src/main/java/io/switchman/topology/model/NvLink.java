package io.switchman.topology.model;

/** How the GPUs of a machine are joined by NVLink. */
public enum NvLink {
    /** Each with each, through NVSwitch. */
    ALL,
    /** Not at all. */
    NONE,
    /** Some pairs, and which is not described here. */
    PAIRS,
    /** Nobody said. */
    UNKNOWN
}
