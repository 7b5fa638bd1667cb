package io.switchman.extender.config;

/**
 * The listener that kube-scheduler calls.
 *
 * @param listener where it listens
 * @param plaintext where it may do so without TLS
 * @param readyWhen when a replica counts as ready to be called
 * @param tls its certificates
 */
public record VerbsConfig(Listener listener, Plaintext plaintext, ReadyWhen readyWhen, VerbsTls tls) {
    /** Where calls without TLS are taken. */
    public enum Plaintext {
        /** On addresses that only processes of the same host reach. */
        LOOPBACK,
        /** On any address: whoever reaches the port can have pods bound. */
        ANYWHERE
    }

    /** When {@code /readyz} says ready, and calls are answered. */
    public enum ReadyWhen {
        /** Once the cluster is known: each scheduler has a replica of its own. */
        SYNCED,
        /** Once the cluster is known, and only while this replica leads: all schedulers call the same replica. */
        LEADER
    }

    /** A listener with everything else as it is by default. */
    public static VerbsConfig at(Listener listener) {
        return new VerbsConfig(listener, Plaintext.LOOPBACK, ReadyWhen.SYNCED, VerbsTls.NONE);
    }

    /** The same on another address. */
    public VerbsConfig movedTo(Listener other) {
        return new VerbsConfig(other, plaintext, readyWhen, tls);
    }
}
