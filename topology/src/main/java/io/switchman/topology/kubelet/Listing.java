package io.switchman.topology.kubelet;

/**
 * A set of devices as Go keeps it: up to eight keys lie in the order they came in, and are walked from any of eight slots
 * on; more than eight, or a full map written once more, are walked in any order ({@code internal/runtime/maps}).
 *
 * @param set a bit for each device
 * @param order the devices in the order they came in, four bits each and the first lowest, or {@link #NONE}
 */
record Listing(long set, long order) {
    private static final int SLOTS = 8;

    /** Walked in any order. */
    private static final long NONE = -1;

    static final Listing EMPTY = new Listing(0, 0);

    /** No list: the plugin that was to make it crashed. */
    static final Listing CRASHED = new Listing(0, NONE);

    /** Devices in the order of their numbers. */
    static Listing inOrder(int devices) {
        if (devices > SLOTS) {
            throw new IllegalArgumentException(devices + " devices have no order");
        }
        return new Listing((1L << devices) - 1, 0x76543210L & (1L << 4 * devices) - 1);
    }

    /** Devices of a set in PCI order, beginning with one of them. */
    static Listing rotated(long set, int first) {
        long order = 0;
        int device = first;
        for (int place = 0; place < Long.bitCount(set); place++) {
            order |= (long) device << 4 * place;
            device = Rotation.from(set, device + 1);
        }
        return new Listing(set, order);
    }

    static Listing unordered(long set) {
        return set == 0 ? EMPTY : new Listing(set, NONE);
    }

    boolean crashed() {
        return set == 0 && !ordered();
    }

    boolean ordered() {
        return order != NONE;
    }

    int size() {
        return Long.bitCount(set);
    }

    /** The device in a place of the order. */
    int at(int place) {
        return (int) (order >>> 4 * place & 15);
    }

    /** The orders in which a loop over the set meets its devices ({@code Iter.Next}). */
    Spread<Listing> walked() {
        int size = size();
        if (!ordered() || size < 2) {
            return Spread.of(this);
        }
        Spread<Listing> walks = new Spread<>();
        walks.add(this, (SLOTS + 1 - size) / (double) SLOTS);
        long all = (1L << 4 * size) - 1;
        for (int first = 1; first < size; first++) {
            long turned = order >>> 4 * first | order << 4 * (size - first) & all;
            walks.add(new Listing(set, turned), 1.0 / SLOTS);
        }
        return walks;
    }

    /** The devices of both sets that are within a mask, in this order. */
    Listing within(long mask) {
        if (!ordered()) {
            return unordered(set & mask);
        }
        long kept = 0;
        int size = 0;
        for (int place = 0; place < size(); place++) {
            if ((mask >>> at(place) & 1) != 0) {
                kept |= (long) at(place) << 4 * size++;
            }
        }
        return new Listing(set & mask, kept);
    }

    /** Inserts the devices of another set, in its order. */
    Listing plus(Listing more) {
        if (more.set == 0) {
            return this;
        }
        if (!ordered() || !more.ordered() || size() == SLOTS) {
            return unordered(set | more.set);
        }
        Listing fresh = more.within(~set);
        return new Listing(set | more.set, order | fresh.order << 4 * size());
    }

    /** {@code Set.Difference}: walks this set and keeps what is not in the mask. */
    Spread<Listing> difference(long mask) {
        return walked().map(walk -> walk.within(~mask));
    }

    /** {@code Set.Union}: a clone of this set, then the other's devices. */
    Spread<Listing> union(Listing other) {
        return walked().then(clone -> other.walked().map(clone::plus));
    }

    /** The first so many devices of a walk. */
    Spread<Listing> first(int count) {
        if (count >= size()) {
            return Spread.of(this);
        }
        if (ordered()) {
            long kept = order & (1L << 4 * count) - 1;
            long bits = 0;
            for (int place = 0; place < count; place++) {
                bits |= 1L << at(place);
            }
            return Spread.of(new Listing(bits, kept));
        }
        return Subsets.of(set, count).map(Listing::unordered);
    }
}
