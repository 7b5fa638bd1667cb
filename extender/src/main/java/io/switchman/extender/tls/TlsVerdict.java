package io.switchman.extender.tls;

/** What became of looking at the files. */
public sealed interface TlsVerdict {
    /** They can be served. */
    record Usable(TlsMaterial material) implements TlsVerdict {}

    /**
     * They cannot.
     *
     * @param reason begins with the configuration's key, names the path, and never shows what is in a file
     */
    record Broken(String reason) implements TlsVerdict {}
}
