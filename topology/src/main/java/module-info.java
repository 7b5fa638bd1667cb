/** The pure core: topology, state and placement. No input, no output, no clock. */
module io.switchman.topology {
    requires static transitive org.jspecify;

    exports io.switchman.topology.kubelet;
    exports io.switchman.topology.model;
    exports io.switchman.topology.placement;
    exports io.switchman.topology.state;
}
