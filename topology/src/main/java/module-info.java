import org.jspecify.annotations.NullMarked;

/** The pure core of Switchman: machines, requests and placements as plain values. */
@NullMarked
module io.switchman.topology {
    requires static transitive org.jspecify;

    exports io.switchman.topology;
}
