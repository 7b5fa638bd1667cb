package io.switchman.topology.placement;

/**
 * What a later request loses, in points: the more the cluster asks for a thing, the dearer its loss.
 *
 * @param pair for each GPU that could have had a VF in GPUDirect reach and no longer can, 0 to {@link #MAX}
 * @param numaNode for each NUMA node with GPUs that was wholly free (each GPU, and a VF on each port) and no longer is, 0 to {@link #MAX}
 * @param port for each port whose last VF is taken, 0 to {@link #MAX}
 */
public record DamageWeights(int pair, int numaNode, int port) {
    /** Highest weight; a score holds fourteen bits for the sum. */
    public static final int MAX = 64;

    /** A whole NUMA node is worth as much as the pairs it holds on a usual machine. */
    public static final DamageWeights DEFAULT = new DamageWeights(2, 5, 1);

    public DamageWeights {
        check("pair", pair);
        check("numaNode", numaNode);
        check("port", port);
    }

    private static void check(String name, int weight) {
        if (weight < 0 || weight > MAX) {
            throw new IllegalArgumentException("damage weight " + name + " is " + weight + ": allowed are 0 to " + MAX);
        }
    }
}
