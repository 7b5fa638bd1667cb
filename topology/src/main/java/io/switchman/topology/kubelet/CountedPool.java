package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pool of VFs whose lists come in any order: every choice of the kubelet is as likely as any other. */
final class CountedPool implements DevicePool {
    /**
     * VFs in one place.
     *
     * @param numa their NUMA node, or null
     * @param place their switch among those that matter, or -1
     */
    record Group(@Nullable Integer numa, int place) {}

    private record Draw(List<Integer> reused, List<Integer> fresh) {}

    private final List<Group> groups;
    private final List<Integer> sizes;
    private final List<Integer> free;
    private final int places;
    private final Census all = new Census();

    CountedPool(List<Group> groups, List<Integer> sizes, List<Integer> free, int places) {
        this.groups = List.copyOf(groups);
        this.sizes = List.copyOf(sizes);
        this.free = List.copyOf(free);
        this.places = places;
        for (int i = 0; i < groups.size(); i++) {
            all.add(groups.get(i).numa(), sizes.get(i));
        }
    }

    @Override
    public Holdings start() {
        return new Holdings.Counted(free, Collections.nCopies(groups.size(), 0));
    }

    @Override
    public Census all() {
        return all;
    }

    @Override
    public Census free(Holdings now) {
        return census(((Holdings.Counted) now).free());
    }

    @Override
    public Census reusable(Holdings now) {
        return census(((Holdings.Counted) now).reusable());
    }

    private Census census(List<Integer> counts) {
        Census census = new Census();
        for (int i = 0; i < groups.size(); i++) {
            census.add(groups.get(i).numa(), counts.get(i));
        }
        return census;
    }

    @Override
    public Spread<Grant> take(Holdings now, long affinity, int count, Afterwards turn) {
        Holdings.Counted before = (Holdings.Counted) now;
        int reused = Math.min(count, sum(before.reusable()));
        if (sum(sizes) == 0 || count - reused > sum(before.free())) {
            return Spread.of(Grant.refused(now));
        }
        List<Integer> none = Collections.nCopies(groups.size(), 0);
        return reused(before.reusable(), reused)
                .then(old -> fresh(before.free(), none, affinity, count - reused, 0)
                        .map(fresh -> grant(before, new Draw(old, fresh), turn)));
    }

    /** Reusable devices come first; those of one NUMA node stay together. */
    private Spread<List<Integer>> reused(List<Integer> reusable, int count) {
        List<@Nullable Integer> nodes = new ArrayList<>();
        groups.stream().map(Group::numa).distinct().forEach(nodes::add);
        List<List<Integer>> byNode = new ArrayList<>();
        for (Integer node : nodes) {
            List<Integer> here = new ArrayList<>();
            for (int i = 0; i < groups.size(); i++) {
                here.add(Objects.equals(groups.get(i).numa(), node) ? reusable.get(i) : 0);
            }
            byNode.add(here);
        }
        return ReuseOrder.counts(byNode.stream().map(CountedPool::sum).toList(), count)
                .then(counts -> {
                    Spread<List<Integer>> taken = Spread.of(Collections.nCopies(groups.size(), 0));
                    for (int i = 0; i < byNode.size(); i++) {
                        Spread<List<Integer>> here = Subsets.counts(byNode.get(i), counts.get(i));
                        taken = taken.then(sum -> here.map(more -> plus(sum, more, 1)));
                    }
                    return taken;
                });
    }

    /** Devices inside the mask first, then those outside, then those without a node ({@code filterByAffinity}). */
    private Spread<List<Integer>> fresh(List<Integer> free, List<Integer> taken, long affinity, int missing, int rank) {
        if (missing == 0) {
            return Spread.of(taken);
        }
        List<Integer> here = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            here.add(rank(groups.get(i), affinity) == rank ? free.get(i) : 0);
        }
        int count = Math.min(missing, sum(here));
        return Subsets.counts(here, count)
                .then(drawn -> fresh(free, plus(taken, drawn, 1), affinity, missing - count, rank + 1));
    }

    private int rank(Group group, long affinity) {
        if (affinity == Hint.ANY || !all.hasTopology()) {
            return 0;
        }
        if (group.numa() == null) {
            return 2;
        }
        return Census.holds(affinity, group.numa()) ? 0 : 1;
    }

    private Grant grant(Holdings.Counted before, Draw draw, Afterwards turn) {
        List<Integer> reusable =
                turn.ends() ? plus(before.reusable(), draw.fresh(), 1) : plus(before.reusable(), draw.reused(), -1);
        Holdings after = new Holdings.Counted(
                plus(before.free(), draw.fresh(), -1), turn.last() ? Collections.nCopies(groups.size(), 0) : reusable);
        return new Grant(true, after, 0, perPlace(plus(draw.reused(), draw.fresh(), 1)));
    }

    @Override
    public Taken taken(Holdings now) {
        return new Taken(0, perPlace(plus(free, ((Holdings.Counted) now).free(), -1)));
    }

    private List<Integer> perPlace(List<Integer> perGroup) {
        Integer[] perPlace = new Integer[places];
        Arrays.fill(perPlace, 0);
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).place() >= 0) {
                perPlace[groups.get(i).place()] += perGroup.get(i);
            }
        }
        return List.of(perPlace);
    }

    private static List<Integer> plus(List<Integer> counts, List<Integer> more, int sign) {
        List<Integer> sum = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            sum.add(counts.get(i) + sign * more.get(i));
        }
        return sum;
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
