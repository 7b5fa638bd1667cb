package io.switchman.topology;

/** What this program calls itself. */
public final class Product {

    /** The name, as users type it. */
    public static final String NAME = "switchman";

    /** The version, as {@code --version} prints it. */
    public static final String VERSION = "0.1.0";

    private Product() {}

    /** Name and version in one line. */
    public static String banner() {
        return NAME + " " + VERSION;
    }
}
