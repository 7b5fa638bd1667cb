package io.switchman.events;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant. */
public final class NearestName {
    private static final int MAX_CHARACTERS = 64;

    private NearestName() {}

    /** The known word with the fewest typing errors, if they are few enough to guess; case does not count. */
    public static @Nullable String of(String written, Collection<String> known) {
        if (written.length() > MAX_CHARACTERS) {
            return null;
        }
        String nearest = null;
        int least = Math.max(2, written.length() / 3) + 1;
        for (String word : known) {
            int errors = errors(written.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (errors < least && errors < word.length()) {
                nearest = word;
                least = errors;
            }
        }
        return nearest;
    }

    /** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
    static int errors(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[b.length()];
    }
}
