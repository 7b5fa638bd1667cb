package io.switchman.events.kube.feed;

/**
 * Order of resource versions. Those of real API servers are decimal numbers that grow (KEP-5504 makes that a promise);
 * of others it is only known whether they are the same, and then the later one to come is taken for newer.
 */
final class Versions {
    private Versions() {}

    /** Below 0, 0 or above 0: whether a version that came now is older than one that came before, the same, or newer. */
    static int compare(String now, String before) {
        if (now.equals(before)) {
            return 0;
        }
        if (!isNumber(now) || !isNumber(before)) {
            return 1;
        }
        return now.length() == before.length() ? now.compareTo(before) : Integer.compare(now.length(), before.length());
    }

    static String newer(String now, String before) {
        return before.isEmpty() || compare(now, before) > 0 ? now : before;
    }

    private static boolean isNumber(String version) {
        return !version.isEmpty()
                && version.charAt(0) != '0'
                && version.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
