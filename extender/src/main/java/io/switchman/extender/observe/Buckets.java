package io.switchman.extender.observe;

/** Upper bounds of histogram buckets. */
final class Buckets {
    /** Seconds, from a quarter of a millisecond to five seconds, after which kube-scheduler gives up. */
    static final double[] SECONDS = {
        0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
    };

    /** Bytes, in powers of four from one KiB to 256 MiB. */
    static final double[] BYTES = {
        1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 28
    };

    private Buckets() {}
}
