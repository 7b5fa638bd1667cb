package io.switchman.extender.wire;

import io.switchman.topology.state.Directory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Node names as bytes: from the bytes of a request straight to slots, and back to ready JSON. Built once for a directory,
 * read by any thread.
 */
public final class NameTable {
    /** A table without names. */
    public static final NameTable EMPTY = new NameTable(Directory.EMPTY);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final Directory directory;
    private final byte[][] names;
    private final int[] orderOf;
    private final int[] byOrder;
    private final int[] hashes;
    private final int[] slots;
    private final int mask;

    public NameTable(Directory directory) {
        this.directory = directory;
        List<String> all = directory.names();
        this.names =
                all.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        this.orderOf = new int[names.length];
        this.byOrder = IntStream.range(0, names.length)
                .boxed()
                .sorted(Comparator.comparing(all::get))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int order = 0; order < byOrder.length; order++) {
            orderOf[byOrder[order]] = order;
        }
        int capacity = Integer.highestOneBit(Math.max(2, names.length) * 4 - 1);
        this.mask = capacity - 1;
        this.hashes = new int[capacity];
        this.slots = new int[capacity];
        Arrays.fill(slots, -1);
        for (int slot = 0; slot < names.length; slot++) {
            int hash = hash(names[slot], 0, names[slot].length);
            int i = hash & mask;
            while (slots[i] >= 0) {
                i = i + 1 & mask;
            }
            slots[i] = slot;
            hashes[i] = hash;
        }
    }

    public Directory directory() {
        return directory;
    }

    /** Number of names. */
    public int size() {
        return names.length;
    }

    /**
     * Looks up the string that a scanner stands in, right behind its opening quote, in one pass: the end is searched and
     * the hash is made from the same words. Leaves the scanner behind the closing quote.
     *
     * @return the slot, or -1 if there is no such name or it is written with escapes; then the scanner stays
     */
    int find(JsonScanner scanner) {
        byte[] bytes = scanner.bytes;
        int from = scanner.at;
        long hash = 0;
        for (int i = from; i + Long.BYTES <= scanner.end; i += Long.BYTES) {
            long word = (long) LONG.get(bytes, i);
            long ends = JsonScanner.quotesOrBackslashes(word);
            if (ends == 0) {
                hash = mix(hash, word);
                continue;
            }
            int length = Long.numberOfTrailingZeros(ends) >>> 3;
            int to = i + length;
            if (bytes[to] != '"') {
                return -1;
            }
            long rest = length == 0 ? 0 : word & -1L >>> Long.SIZE - length * Byte.SIZE;
            int slot = find((int) (mix(hash, rest) >>> 32), bytes, from, to);
            scanner.at = slot < 0 ? from : to + 1;
            return slot;
        }
        return -1;
    }

    /** The slot of a name given as bytes, or -1. */
    public int find(byte[] bytes, int from, int to) {
        return find(hash(bytes, from, to), bytes, from, to);
    }

    private int find(int hash, byte[] bytes, int from, int to) {
        for (int i = hash & mask; slots[i] >= 0; i = i + 1 & mask) {
            if (hashes[i] == hash && isSame(names[slots[i]], bytes, from, to)) {
                return slots[i];
            }
        }
        return -1;
    }

    /** The name of a slot in UTF-8. Node names are DNS subdomains, so JSON needs no escapes in them. */
    byte[] utf8(int slot) {
        return names[slot];
    }

    /** The place of a slot's name among all names in alphabetical order, from 0. */
    public int orderOf(int slot) {
        return orderOf[slot];
    }

    /** The slot of the name at a place in alphabetical order. */
    public int slotOfOrder(int order) {
        return byOrder[order];
    }

    /** Compares eight bytes at a time; names are too short for the runtime's vector code to pay. */
    private static boolean isSame(byte[] name, byte[] bytes, int from, int to) {
        int length = name.length;
        if (to - from != length) {
            return false;
        }
        if (length < Long.BYTES) {
            return Arrays.equals(bytes, from, to, name, 0, length);
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONG.get(name, i) != (long) LONG.get(bytes, from + i)) {
                return false;
            }
        }
        return (long) LONG.get(name, last) == (long) LONG.get(bytes, from + last);
    }

    /** Eight bytes at a time; the last word holds what is left, which may be nothing, in its low bytes. */
    private static int hash(byte[] bytes, int from, int to) {
        long hash = 0;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            hash = mix(hash, (long) LONG.get(bytes, i));
        }
        long rest = 0;
        for (int shift = 0; i < to; i++, shift += Byte.SIZE) {
            rest |= (bytes[i] & 0xffL) << shift;
        }
        return (int) (mix(hash, rest) >>> 32);
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }
}
