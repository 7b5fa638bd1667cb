package io.switchman.extender.app;

import java.util.Arrays;

/** Keeps the largest of many numbers: a bounded binary heap with the smallest of those kept on top. */
final class LongHeap {
    private final long[] heap;
    private int size;

    LongHeap(int capacity) {
        this.heap = new long[capacity];
    }

    void offer(long value) {
        if (size < heap.length) {
            int i = size++;
            while (i > 0 && heap[(i - 1) / 2] > value) {
                heap[i] = heap[(i - 1) / 2];
                i = (i - 1) / 2;
            }
            heap[i] = value;
        } else if (size > 0 && value > heap[0]) {
            replaceTop(value);
        }
    }

    /** What was kept, largest first. */
    long[] descending() {
        long[] sorted = Arrays.copyOf(heap, size);
        Arrays.sort(sorted);
        for (int i = 0, j = sorted.length - 1; i < j; i++, j--) {
            long swap = sorted[i];
            sorted[i] = sorted[j];
            sorted[j] = swap;
        }
        return sorted;
    }

    private void replaceTop(long value) {
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= value) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = value;
    }
}
