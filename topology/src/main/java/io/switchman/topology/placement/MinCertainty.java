package io.switchman.topology.placement;

/** How sure an aligned placement must be. */
public sealed interface MinCertainty {
    /** Nothing was said: certain where alignment is required, else anything. */
    MinCertainty UNSET = new Unset();

    /** It must be proved. */
    MinCertainty CERTAIN = new Certain();

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
        public Chance {
            if (!(least >= 0 && least <= 1)) {
                throw new IllegalArgumentException("least chance is " + least + ": allowed are 0 to 1");
            }
        }
    }
}
