package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts the draws of a pod's resources together, which do not depend on each other: which are aligned, and how many of all. */
final class Combined {
    /** More VFs by place are not gone through: each is counted some microseconds, for each choice of GPUs and each kubelet. */
    private static final int MOST_BASES = 400;

    private final Goal goal;
    private final GpuDraw gpus;
    private final int[] forced;
    private final List<VfDraws> open;
    private final int gpuCount;
    private final int vfCount;

    /**
     * Draws of one pod.
     *
     * @param forced VFs that it gets in each place in any case
     * @param open the draws that leave a choice
     * @param vfCount all VFs it gets
     */
    Combined(Goal goal, GpuDraw gpus, int[] forced, List<VfDraws> open, int vfCount) {
        this.goal = goal;
        this.gpus = gpus;
        this.forced = forced;
        this.open = open;
        this.gpuCount = gpus.count();
        this.vfCount = vfCount;
    }

    Forecast forecast() {
        double hits = 0;
        double misses = 0;
        boolean crashes = gpuCount > 0 && gpus.sets().contains(0L);
        Mixture any = new Mixture(false);
        for (List<Integer> perClass : gpus.sets().stream()
                .filter(this::isGranted)
                .map(this::perClass)
                .distinct()
                .toList()) {
            VfDraw.Odds odds = any.odds(perClass);
            hits += odds.hits();
            misses += odds.misses();
            if (hits > 0 && misses > 0) {
                break;
            }
        }
        OutcomeClass kind = Tally.kind(hits > 0, misses > 0, crashes);
        List<Long> told = crashes ? List.of() : gpus.sets();
        if (kind == OutcomeClass.CHANCE) {
            return gpus.guessed() ? new Forecast(OutcomeClass.UNKNOWN, 0, told) : new Forecast(kind, p(), told);
        }
        return new Forecast(kind, kind == OutcomeClass.CERTAIN ? 1 : 0, told);
    }

    /**
     * What a stock node gives, as the dice fall; a plugin that we cannot walk gives any set.
     *
     * @return null where the plugin crashes
     */
    StockKubelet.@Nullable Devices drawn(RandomGenerator dice) {
        long set = gpus.guessed()
                ? gpus.sets().get(dice.nextInt(gpus.sets().size()))
                : StockKubelet.pick(gpus.stock(), dice);
        int[] perPlace = forced.clone();
        for (VfDraws draws : open) {
            if (draws.stock() != null) {
                List<Integer> window = StockKubelet.pick(draws.stock().weights(), dice);
                Arrays.setAll(perPlace, place -> perPlace[place] + window.get(place));
            } else {
                draws.drawInto(perPlace, dice);
            }
        }
        return isGranted(set) ? new StockKubelet.Devices(set, perPlace) : null;
    }

    /** How likely alignment is on a stock node. */
    private double p() {
        Map<List<Integer>, Double> sets = new LinkedHashMap<>();
        gpus.stock().forEach((set, weight) -> {
            if (isGranted(set)) {
                sets.merge(perClass(set), weight, Double::sum);
            }
        });
        Mixture stock = new Mixture(true);
        double p = 0;
        for (Map.Entry<List<Integer>, Double> set : sets.entrySet()) {
            VfDraw.Odds odds = stock.odds(set.getKey());
            p += set.getValue() * odds.hits() / (odds.hits() + odds.misses());
        }
        return Math.min(1, p);
    }

    private boolean isGranted(long set) {
        return set != 0 || gpuCount == 0;
    }

    private List<Integer> perClass(long set) {
        return Arrays.stream(goal.perClass(set)).boxed().toList();
    }

    /** The pod's VFs: some vectors with their weights, and at most one draw that is counted in closed form on top of each. */
    private final class Mixture {
        private final Spread<List<Integer>> bases;
        private final VfDraw last;

        Mixture(boolean inStockOrder) {
            Spread<List<Integer>> vectors =
                    Spread.of(Arrays.stream(forced).boxed().toList());
            VfDraws counted = new VfDraws(forced, new int[goal.places()], 0, 0, null);
            List<Spread<List<Integer>>> factors = new ArrayList<>();
            for (VfDraws draws : open) {
                if (inStockOrder && draws.stock() != null) {
                    factors.add(draws.stock());
                } else if (counted.count() == 0) {
                    counted = draws;
                } else {
                    factors.add(choices(draws));
                }
            }
            for (Spread<List<Integer>> factor : factors) {
                if ((long) vectors.size() * factor.size() > MOST_BASES) {
                    throw new TooManyOutcomes();
                }
                vectors = vectors.then(base -> factor.map(more -> plus(base, more)));
            }
            this.bases = vectors;
            this.last = new VfDraw(goal, counted.free(), counted.elsewhere(), counted.count());
        }

        VfDraw.Odds odds(List<Integer> perClass) {
            int[] here = ints(perClass);
            if (goal.isMute(gpuCount, vfCount)) {
                return new VfDraw.Odds(1, 0);
            }
            double[] sums = new double[2];
            bases.forEach((base, weight) -> {
                VfDraw.Odds odds = last.odds(here, ints(base), gpuCount, vfCount);
                double all = odds.hits() + odds.misses();
                sums[0] += weight * odds.hits() / all;
                sums[1] += weight * odds.misses() / all;
            });
            return new VfDraw.Odds(sums[0], sums[1]);
        }

        private static Spread<List<Integer>> choices(VfDraws draws) {
            List<Integer> groups = new ArrayList<>();
            for (int free : draws.free()) {
                groups.add(free);
            }
            groups.add(draws.elsewhere());
            return Subsets.counts(groups, draws.count()).map(counts -> counts.subList(0, counts.size() - 1));
        }

        private static List<Integer> plus(List<Integer> one, List<Integer> other) {
            List<Integer> sum = new ArrayList<>();
            for (int i = 0; i < one.size(); i++) {
                sum.add(one.get(i) + other.get(i));
            }
            return sum;
        }

        private static int[] ints(List<Integer> list) {
            return list.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
