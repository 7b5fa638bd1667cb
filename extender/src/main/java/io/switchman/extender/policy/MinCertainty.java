package io.switchman.extender.policy;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How sure an aligned placement must be. */
public sealed interface MinCertainty {
    /** Nothing was said. */
    record Unset() implements MinCertainty {}

    /** It must be proved. */
    record Certain() implements MinCertainty {}

    /**
     * It must have a chance.
     *
     * @param least the least chance, 0 to 1
     */
    record Chance(double least) implements MinCertainty {
        private static final Pattern NUMBER = Pattern.compile("0(\\.[0-9]{1,9})?|1(\\.0{1,9})?");

        public Chance {
            if (!(least >= 0 && least <= 1)) {
                throw new IllegalArgumentException("least chance is " + least + ": allowed are 0 to 1");
            }
        }
    }

    /** What {@link #parse} allows. */
    String ALLOWED = "certain, and numbers from 0 to 1 like 0.25";

    /** The certainty that a text asks for, or null if the text is not allowed. */
    static @Nullable MinCertainty parse(String text) {
        if (text.equals("certain")) {
            return new Certain();
        }
        return Chance.NUMBER.matcher(text).matches() ? new Chance(Double.parseDouble(text)) : null;
    }
}
