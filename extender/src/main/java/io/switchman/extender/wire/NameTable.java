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
    /** All names in UTF-8, one after the other by slot: offered names come in any order, and each array is a cache miss. */
    private final byte[] text;
    /** Where the name of each slot begins in {@link #text}, and the end of the last. */
    private final int[] start;

    private final int[] orderOf;
    private final int[] byOrder;
    /** Open addressing: a hash in the high half, a slot plus one in the low half; zero is free. */
    private final long[] entries;

    private final int mask;

    public NameTable(Directory directory) {
        this.directory = directory;
        List<String> all = directory.names();
        int size = all.size();
        this.text = String.join("", all).getBytes(StandardCharsets.UTF_8);
        this.start = new int[size + 1];
        for (int slot = 0; slot < size; slot++) {
            start[slot + 1] = start[slot] + all.get(slot).getBytes(StandardCharsets.UTF_8).length;
        }
        this.orderOf = new int[size];
        this.byOrder = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing(all::get))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int order = 0; order < size; order++) {
            orderOf[byOrder[order]] = order;
        }
        int capacity = Integer.highestOneBit(Math.max(2, size) * 4 - 1);
        this.mask = capacity - 1;
        this.entries = new long[capacity];
        for (int slot = 0; slot < size; slot++) {
            int hash = hash(text, start[slot], start[slot + 1]);
            int i = hash & mask;
            while (entries[i] != 0) {
                i = i + 1 & mask;
            }
            entries[i] = (long) hash << Integer.SIZE | slot + 1L;
        }
    }

    public Directory directory() {
        return directory;
    }

    /** Number of names. */
    public int size() {
        return byOrder.length;
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
        long entry = entries[hash & mask];
        for (int i = hash & mask; entry != 0; entry = entries[i]) {
            int slot = (int) entry - 1;
            if (entry >> Integer.SIZE == hash && isName(slot, bytes, from, to)) {
                return slot;
            }
            i = i + 1 & mask;
        }
        return -1;
    }

    /** Writes the name of a slot as a JSON string. Node names are DNS subdomains, so it needs no escapes. */
    void write(int slot, AnswerWriter out) {
        out.plain(text, start[slot], start[slot + 1]);
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
    private boolean isName(int slot, byte[] bytes, int from, int to) {
        int name = start[slot];
        int length = start[slot + 1] - name;
        if (to - from != length) {
            return false;
        }
        if (length < Long.BYTES) {
            return Arrays.equals(bytes, from, to, text, name, name + length);
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONG.get(text, name + i) != (long) LONG.get(bytes, from + i)) {
                return false;
            }
        }
        return (long) LONG.get(text, name + last) == (long) LONG.get(bytes, from + last);
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
