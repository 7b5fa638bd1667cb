package io.switchman.topology.kubelet;

import java.util.Arrays;

/**
 * The orders a small set of devices may be listed in, all of them rotations of PCI order: how likely each device is the
 * first. What {@link Listing} does order by order, for a set that nothing was taken from before.
 */
final class Rotation {
    /** Slots of a Go map that keeps its order. */
    static final int SLOTS = 8;

    private final long set;
    private final double[] first;

    private Rotation(long set, double[] first) {
        this.set = set;
        this.first = first;
    }

    /** Devices in the order of their numbers. */
    static Rotation inOrder(int devices) {
        double[] first = new double[SLOTS];
        first[0] = 1;
        return new Rotation((1L << devices) - 1, first);
    }

    long set() {
        return set;
    }

    /** How likely the list begins with a device. */
    double first(int device) {
        return first[device];
    }

    /** The orders in which a loop over the set meets its devices ({@code Iter.Next}). */
    Rotation walked() {
        int size = Long.bitCount(set);
        double each = 1.0 / SLOTS;
        double stay = (SLOTS + 1 - size) * each;
        double all = 0;
        for (double p : first) {
            all += p;
        }
        double[] next = new double[SLOTS];
        for (long left = set; left != 0; left &= left - 1) {
            int device = Long.numberOfTrailingZeros(left);
            next[device] = first[device] * stay + (all - first[device]) * each;
        }
        return new Rotation(set, next);
    }

    /** The orders of the devices that are within a mask. */
    Rotation within(long mask) {
        long kept = set & mask;
        double[] next = new double[SLOTS];
        if (kept != 0) {
            for (long left = set; left != 0; left &= left - 1) {
                int device = Long.numberOfTrailingZeros(left);
                next[from(kept, device)] += first[device];
            }
        }
        return new Rotation(kept, next);
    }

    /** The first device of a set from a device on, around the end. */
    static int from(long set, int device) {
        long after = set & -1L << device;
        return Long.numberOfTrailingZeros(after != 0 ? after : set);
    }

    /** The first so many devices of a set from a device on. */
    static long window(long set, int device, int count) {
        long taken = 0;
        int next = device;
        for (int i = 0; i < count; i++) {
            next = from(set & ~taken, next);
            taken |= 1L << next;
        }
        return taken;
    }

    @Override
    public String toString() {
        return Long.toBinaryString(set) + " " + Arrays.toString(first);
    }
}
