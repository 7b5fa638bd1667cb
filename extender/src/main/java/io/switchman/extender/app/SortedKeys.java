package io.switchman.extender.app;

import java.util.Arrays;

/**
 * Distinct numbers in order, kept in order while few of them change: then nobody has to look at thousands for the largest
 * few. Negative ones are left out. Used on the writer's thread only.
 */
final class SortedKeys {
    /** With more changes than this sorting anew is quicker: each moves half of the numbers. */
    private static final int FEW = 64;

    private final long[] from = new long[FEW];
    private final long[] to = new long[FEW];
    private long[] sorted = new long[0];
    private int size;
    /** Changes that are not made yet; above {@link #FEW} they were too many. */
    private int pending = FEW + 1;

    /** The same numbers again. */
    SortedKeys copy() {
        SortedKeys copy = new SortedKeys();
        copy.sorted = sorted.clone();
        copy.size = size;
        copy.pending = pending;
        System.arraycopy(from, 0, copy.from, 0, Math.min(FEW, pending));
        System.arraycopy(to, 0, copy.to, 0, Math.min(FEW, pending));
        return copy;
    }

    /** Forgets all: the next look sorts. */
    void clear() {
        pending = FEW + 1;
    }

    /** Says that a number became another one. */
    void change(long before, long after) {
        if (before == after || before < 0 && after < 0 || pending > FEW) {
            return;
        }
        if (pending < FEW) {
            from[pending] = before;
            to[pending] = after;
        }
        pending++;
    }

    /**
     * Brings the order up to date.
     *
     * @param keys all numbers as they are now, in any order
     * @return how many are not negative
     */
    int refresh(long[] keys) {
        if (pending > FEW) {
            sorted = Arrays.stream(keys).filter(key -> key >= 0).sorted().toArray();
            size = sorted.length;
        } else {
            for (int i = 0; i < pending; i++) {
                remove(from[i]);
                insert(to[i]);
            }
        }
        pending = 0;
        return size;
    }

    /** The number at a place, from 0 for the smallest. */
    long at(int place) {
        return sorted[place];
    }

    private void remove(long key) {
        if (key >= 0) {
            int place = Arrays.binarySearch(sorted, 0, size, key);
            System.arraycopy(sorted, place + 1, sorted, place, --size - place);
        }
    }

    private void insert(long key) {
        if (key >= 0) {
            int place = -1 - Arrays.binarySearch(sorted, 0, size, key);
            if (size == sorted.length) {
                sorted = Arrays.copyOf(sorted, Math.max(16, size * 2));
            }
            System.arraycopy(sorted, place, sorted, place + 1, size++ - place);
            sorted[place] = key;
        }
    }
}
