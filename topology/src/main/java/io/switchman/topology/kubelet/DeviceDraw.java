package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code devicesToAllocate}, step by step, with the order of every set it walks. */
final class DeviceDraw {
    private final List<ListedPool.Member> members;
    private final @Nullable Choosing choosing;
    private final long withTopology;

    DeviceDraw(List<ListedPool.Member> members, @Nullable Choosing choosing) {
        this.members = members;
        this.choosing = choosing;
        long with = 0;
        for (int i = 0; i < members.size(); i++) {
            with |= members.get(i).numa() != null ? 1L << i : 0;
        }
        this.withTopology = with;
    }

    /** The devices taken; none where they do not suffice, or where the plugin crashed: the pod fails then. */
    Spread<Listing> take(Spread<Listing> healthy, long used, Listing reusable, long affinity, int count) {
        return reused(reusable, count)
                .then(taken -> taken.size() == count
                        ? Spread.of(taken)
                        : available(healthy, used | taken.set(), taken, affinity, count));
    }

    private Spread<Listing> available(
            Spread<Listing> healthy, long unavailable, Listing taken, long affinity, int count) {
        // Whatever the order, it is one set.
        Spread<Listing> available = healthy.then(all -> all.difference(unavailable));
        int size = available.any().size();
        return size + taken.size() < count ? Spread.of(Listing.EMPTY) : fresh(available, taken, affinity, count);
    }

    /** Reusable devices come before all others, whatever the mask and the plugin say. */
    private Spread<Listing> reused(Listing reusable, int count) {
        if (reusable.ordered() || reusable.size() <= count) {
            return remaining(Listing.EMPTY, reusable, count);
        }
        Map<Integer, Long> byNode = byNode(reusable.set());
        List<Long> sets = List.copyOf(byNode.values());
        return ReuseOrder.counts(sets.stream().map(Long::bitCount).toList(), count)
                .then(counts -> {
                    Spread<Long> taken = Spread.of(0L);
                    for (int i = 0; i < sets.size(); i++) {
                        Spread<Long> here = Subsets.of(sets.get(i), counts.get(i));
                        taken = taken.then(set -> here.map(more -> set | more));
                    }
                    return taken.map(Listing::unordered);
                });
    }

    private Map<Integer, Long> byNode(long set) {
        Map<Integer, Long> byNode = new LinkedHashMap<>();
        for (long left = set; left != 0; left &= left - 1) {
            Integer numa = members.get(Long.numberOfTrailingZeros(left)).numa();
            byNode.merge(numa == null ? -1 : numa, Long.lowestOneBit(left), (a, b) -> a | b);
        }
        return byNode;
    }

    /** {@code allocateRemainingFrom}: walks the set without what is taken, builds another, walks that. */
    private static Spread<Listing> remaining(Listing taken, Listing from, int count) {
        if (from.size() == 0 || taken.size() == count) {
            return Spread.of(taken);
        }
        return from.difference(taken.set())
                .then(Listing::walked)
                .then(walk -> walk.first(count - taken.size()))
                .map(taken::plus);
    }

    /** {@code filterByAffinity}, and what follows for the devices inside the mask, outside, and without a node. */
    private Spread<Listing> fresh(Spread<Listing> available, Listing taken, long affinity, int count) {
        if (affinity == Hint.ANY || withTopology == 0) {
            return available.then(all -> afterAligned(all, taken, Listing.EMPTY, all, count));
        }
        long inside = inside(affinity);
        if (count - taken.size() < available.any().within(inside).size()) {
            return available
                    .then(Listing::walked)
                    .map(walk -> walk.within(inside))
                    .then(aligned -> fromAligned(aligned, taken, count));
        }
        return available.then(all -> all.walked()
                .then(walk -> remaining(taken, walk.within(inside), count)
                        .then(now -> now.size() == count
                                ? Spread.of(now)
                                : afterAligned(
                                        all,
                                        now,
                                        walk.within(withTopology & ~inside),
                                        walk.within(~withTopology),
                                        count))));
    }

    private Spread<Listing> fromAligned(Listing aligned, Listing taken, int count) {
        return preferred(aligned, taken, count)
                .then(preferred -> preferred.crashed()
                        ? Spread.of(Listing.EMPTY)
                        : remaining(taken, preferred, count).then(now -> remaining(now, aligned, count)));
    }

    private Spread<Listing> afterAligned(
            Listing available, Listing taken, Listing unaligned, Listing noAffinity, int count) {
        return preferred(available, taken, count)
                .then(preferred -> preferred.crashed()
                        ? Spread.of(Listing.EMPTY)
                        : remaining(taken, preferred, count)
                                .then(now -> remaining(now, unaligned, count))
                                .then(now -> remaining(now, noAffinity, count)));
    }

    /** The plugin's answer, {@link Listing#CRASHED} where it crashed, as far as it was offered ({@code Intersection} walks the smaller set). */
    private Spread<Listing> preferred(Listing from, Listing taken, int count) {
        if (choosing == null) {
            return Spread.of(Listing.EMPTY);
        }
        return from.union(taken)
                .then(Listing::walked)
                .then(offered -> choosing.preferred(offered, taken.set(), count))
                .then(answer -> {
                    if (answer.size() == 0) {
                        return Spread.of(Listing.CRASHED);
                    }
                    return answer.size() < from.size()
                            ? answer.walked().map(walk -> walk.within(from.set()))
                            : from.walked().map(walk -> walk.within(answer.set()));
                });
    }

    private long inside(long affinity) {
        long inside = 0;
        for (int i = 0; i < members.size(); i++) {
            Integer numa = members.get(i).numa();
            inside |= numa != null && Census.holds(affinity, numa) ? 1L << i : 0;
        }
        return inside;
    }

    /** A container's devices as they are read back: grouped by NUMA node ({@code DevicesPerNUMA.Devices}). */
    Spread<Listing> recorded(Listing taken) {
        if (!taken.ordered()) {
            return Spread.of(taken);
        }
        return taken.walked().then(walk -> {
            Map<Integer, Long> byNode = new LinkedHashMap<>();
            for (int place = 0; place < walk.size(); place++) {
                Integer numa = members.get(walk.at(place)).numa();
                byNode.merge(numa == null ? -1 : numa, 1L << walk.at(place), (a, b) -> a | b);
            }
            List<Long> groups = new ArrayList<>(byNode.values());
            return Listing.inOrder(groups.size()).walked().map(turn -> {
                Listing grouped = Listing.EMPTY;
                for (int group = 0; group < turn.size(); group++) {
                    grouped = grouped.plus(walk.within(groups.get(turn.at(group))));
                }
                return grouped;
            });
        });
    }
}
