package io.switchman.extender.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A pod with the bytes that it was read from. */
@SuppressWarnings("ArrayRecordComponent") // a copy that nobody changes nor compares
record PodRead(byte[] bytes, PodFacts pod) {
    /** Pods are some kilobytes; larger ones are rare, and none is kept. */
    private static final int MOST_BYTES = 1 << 16;

    /** What is kept of a pod that was read; null if it is too large. */
    static @Nullable PodRead of(Slice slice, PodFacts pod) {
        return slice.to() - slice.from() > MOST_BYTES
                ? null
                : new PodRead(Arrays.copyOfRange(slice.bytes(), slice.from(), slice.to()), pod);
    }

    boolean isOf(Slice slice) {
        return Arrays.equals(bytes, 0, bytes.length, slice.bytes(), slice.from(), slice.to());
    }
}
