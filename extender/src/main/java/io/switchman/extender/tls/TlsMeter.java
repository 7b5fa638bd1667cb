package io.switchman.extender.tls;

/** Who measures certificates. Any thread may call. */
public interface TlsMeter {
    /** New connections are now served with this. */
    void serving(TlsMaterial material);

    /** Changed files were looked at, and were taken or not. */
    void reload(boolean taken);
}
