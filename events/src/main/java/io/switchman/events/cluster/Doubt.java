package io.switchman.events.cluster;

/** Why less of a node may be used than it is made of, or why what is known of it may be wrong. */
public enum Doubt {
    /** Neither an agent nor a machine type tells what it is made of. */
    NO_DESCRIPTION,
    /** The agent's report is of another boot than the node's own. */
    OTHER_BOOT,
    /** The watch of something that matters has been silent for too long. */
    FEED_SILENT,
    /** The SR-IOV operator drains the node or is about to. */
    DRAINING,
    /** The SR-IOV operator makes VFs anew. */
    SYNCING,
    /** The SR-IOV operator could not do what it wanted. */
    SYNC_FAILED,
    /** A device plugin offers none of a resource that the node has; it probably restarts. */
    PLUGIN_AWAY,
    /** Fewer devices are offered than the node has, and nobody says which are missing. */
    DEVICES_MISSING,
    /** A declared machine type contradicts what the agent saw; the agent counts. */
    CONTRADICTION,
    /** No GPU's UUID is known, so evidence of kubelets cannot be joined with GPUs. */
    NO_UUIDS
}
