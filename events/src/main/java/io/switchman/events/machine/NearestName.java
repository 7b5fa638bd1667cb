package io.switchman.events.machine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what a person meant who wrote a name that does not exist. */
final class NearestName {
    private NearestName() {}

    /** The name with the fewest changed, added or missing letters; the first of equals. */
    static String of(String wrong, Collection<String> allowed) {
        return allowed.stream()
                .min(Comparator.comparingInt(
                        name -> distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
