package io.switchman.topology.kubelet;

import java.util.Collection;
import java.util.List;

/**
 * What the kubelet will do with a pod, as far as a verdict on a node needs it.
 *
 * @param kind how sure alignment is over any order of the kubelet's lists: what a promise rests on
 * @param p how likely alignment is on a stock node, rejections counted as misses; the least it can be where not all is
 *     known, 0 to 1
 * @param gpuSets the GPUs that the pod's sidecars and containers may get together, a bit for each; empty where they cannot
 *     be told
 */
public record Forecast(OutcomeClass kind, double p, List<Long> gpuSets) {
    /** A chance is a sum of many parts, so it may come out that much below what it is; whoever compares it allows for it. */
    public static final double ROUNDING = 1e-9;

    /** More sets than this are not told. */
    private static final int MOST_SETS = 128;

    /** Some tenths of a second's worth of ways, because a scheduler waits. */
    private static final int MOST_WORLDS = 20_000;

    /** Nothing can be told. */
    public static final Forecast UNKNOWN = new Forecast(OutcomeClass.UNKNOWN, 0, List.of());

    /** The kubelet never admits the pod. */
    static final Forecast REJECTED = new Forecast(OutcomeClass.REJECTED, 0, List.of());

    public Forecast {
        gpuSets = gpuSets.size() > MOST_SETS ? List.of() : List.copyOf(gpuSets);
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + ": allowed are 0 to 1");
        }
    }

    /** The forecast for one node whose setup is known. */
    public static Forecast of(KubeletNode node, PodDemand pod, Goal goal) {
        try {
            Forecast quick = SingleDraws.forecast(node, pod, goal);
            return quick != null ? quick : walked(node, pod, goal);
        } catch (TooManyOutcomes e) {
            return UNKNOWN;
        }
    }

    /** The same by walking all that may happen: slow, but any pod will do. */
    static Forecast walked(KubeletNode node, PodDemand pod, Goal goal) {
        Chance any = Outcome.of(node, pod, ListOrder.ANY, goal, MOST_WORLDS);
        if (any.kind() == OutcomeClass.UNKNOWN) {
            return UNKNOWN;
        }
        double p = switch (any.kind()) {
            case CERTAIN -> 1;
            // What happens in the stock order happens in some order.
            case IMPOSSIBLE, REJECTED -> 0;
            case CHANCE, UNKNOWN ->
                Outcome.of(node, pod, ListOrder.STOCK, goal, MOST_WORLDS).p().orElse(0);
        };
        List<Long> sets = any.gpuSets().keySet().stream()
                .map(ofContainers -> ofContainers.stream().reduce(0L, (a, b) -> a | b))
                .distinct()
                .sorted()
                .toList();
        return new Forecast(any.kind(), Math.min(1, p), sets);
    }

    /**
     * What holds whichever of several setups is the right one: CERTAIN, IMPOSSIBLE and REJECTED only if each says so.
     *
     * @param each one for each setup, 1 or more
     */
    public static Forecast whichever(Collection<Forecast> each) {
        List<OutcomeClass> kinds = each.stream().map(Forecast::kind).distinct().toList();
        double least = each.stream().mapToDouble(Forecast::p).min().orElseThrow();
        boolean never =
                kinds.stream().allMatch(kind -> kind == OutcomeClass.IMPOSSIBLE || kind == OutcomeClass.REJECTED);
        OutcomeClass kind =
                kinds.size() == 1 ? kinds.getFirst() : never ? OutcomeClass.IMPOSSIBLE : OutcomeClass.UNKNOWN;
        boolean told = each.stream().noneMatch(forecast -> forecast.gpuSets().isEmpty());
        List<Long> sets = told
                ? each.stream()
                        .flatMap(forecast -> forecast.gpuSets().stream())
                        .distinct()
                        .sorted()
                        .toList()
                : List.of();
        return new Forecast(kind, least, sets);
    }
}
