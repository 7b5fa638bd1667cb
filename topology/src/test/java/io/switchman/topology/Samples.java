package io.switchman.topology;

/** Known good values for tests, here and in the other modules. */
public final class Samples {

    private Samples() {}

    /** The banner every module must agree on. */
    public static String banner() {
        return "switchman 0.1.0";
    }
}
