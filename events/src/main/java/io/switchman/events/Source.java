package io.switchman.events;

import io.switchman.topology.Product;

/** Where an event says it comes from. */
public record Source(String uri) {

    /** The source of every event that this program makes itself. */
    public static Source ours() {
        return new Source("urn:" + Product.banner().replace(' ', ':'));
    }
}
