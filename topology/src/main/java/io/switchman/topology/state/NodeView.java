package io.switchman.topology.state;

/** How well we know a node. */
public sealed interface NodeView {
    /** The node's name. */
    String name();

    /** Its machine and claims are known, and the machine is fresh. */
    record Known(Node node) implements NodeView {
        @Override
        public String name() {
            return node.name();
        }
    }

    /**
     * They were known once; the source has been silent.
     *
     * @param node what we last knew
     * @param sinceNanos since when, nanoseconds of the monotonic clock
     */
    record Stale(Node node, long sinceNanos) implements NodeView {
        @Override
        public String name() {
            return node.name();
        }
    }

    /** The cluster has the node, and nobody has told what it is made of. */
    record Unknown(String name) implements NodeView {}
}
