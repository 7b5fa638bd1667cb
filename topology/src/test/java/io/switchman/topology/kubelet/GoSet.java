package io.switchman.topology.kubelet;

import java.util.SplittableRandom;

/**
 * A set of devices as Go keeps it, written after {@code internal/runtime/maps} and not after {@link Listing}: up to eight
 * keys lie in their slots one after another and a walk starts at a random slot; a ninth key, or any key written to
 * eight, makes a hash table of it, and a walk over one comes in any order.
 */
final class GoSet {
    private static final int SLOTS = 8;

    private final int[] keys;
    private final boolean[] present;
    private int size;
    private boolean hashed;

    /** An empty set of devices below a number. */
    GoSet(int devices) {
        this.keys = new int[devices];
        this.present = new boolean[devices];
    }

    int size() {
        return size;
    }

    boolean has(int device) {
        return present[device];
    }

    void insert(int device) {
        hashed |= size == SLOTS;
        if (!present[device]) {
            present[device] = true;
            keys[size++] = device;
        }
    }

    /** Begins a walk, which {@link #next} goes on with; one at a time. */
    int walk(SplittableRandom random) {
        int slot = random.nextInt() >>> 29;
        return hashed || slot >= size ? 0 : slot;
    }

    /** The device in a place of the walk that began at a slot; the places come one after another. */
    int next(int begin, int place, SplittableRandom random) {
        if (!hashed) {
            int slot = begin + place;
            return keys[slot < size ? slot : slot - size];
        }
        int other = place + (int) ((random.nextInt() & 0xffffffffL) * (size - place) >>> 32);
        int device = keys[other];
        keys[other] = keys[place];
        keys[place] = device;
        return device;
    }

    /** {@code Difference}. */
    GoSet without(boolean[] others, SplittableRandom random) {
        GoSet result = new GoSet(keys.length);
        int begin = walk(random);
        for (int place = 0; place < size; place++) {
            int device = next(begin, place, random);
            if (!others[device]) {
                result.insert(device);
            }
        }
        return result;
    }

    /** {@code Difference}. */
    GoSet without(GoSet others, SplittableRandom random) {
        return without(others.present, random);
    }

    /** {@code Union}: a clone of this one, then the others. */
    GoSet and(GoSet others, SplittableRandom random) {
        GoSet result = new GoSet(keys.length);
        result.insertAll(this, random);
        result.insertAll(others, random);
        return result;
    }

    /** Inserts what a walk over another set comes to. */
    void insertAll(GoSet others, SplittableRandom random) {
        int begin = others.walk(random);
        for (int place = 0; place < others.size; place++) {
            insert(others.next(begin, place, random));
        }
    }

    /** {@code Intersection}: walks the smaller set, the other one if they are equal. */
    GoSet in(GoSet other, SplittableRandom random) {
        GoSet walked = size < other.size ? this : other;
        GoSet asked = walked == this ? other : this;
        GoSet result = new GoSet(keys.length);
        int begin = walked.walk(random);
        for (int place = 0; place < walked.size; place++) {
            int device = walked.next(begin, place, random);
            if (asked.present[device]) {
                result.insert(device);
            }
        }
        return result;
    }
}
