package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How many reusable devices are taken from each NUMA node, where their own order is not known. The kubelet reads back a
 * container's devices node by node ({@code DevicesPerNUMA.Devices}), so even then those of one node stay together.
 */
final class ReuseOrder {
    /** From the set that is read back until the first are taken: {@code Union}, {@code Difference}, and the last loop. */
    private static final int WALKS = 3;

    private ReuseOrder() {}

    /**
     * The counts taken.
     *
     * @param sizes reusable devices of each node
     */
    static Spread<List<Integer>> counts(List<Integer> sizes, int count) {
        int all = sizes.stream().mapToInt(Integer::intValue).sum();
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < sizes.size(); node++) {
            if (sizes.get(node) > 0) {
                nodes.add(node);
            }
        }
        if (all > 8 || nodes.size() > 8 || nodes.size() < 2 || count == all) {
            return Subsets.counts(sizes, count);
        }
        Spread<List<Integer>> counts = new Spread<>();
        arrange(counts, sizes, nodes, new ArrayList<>(), count, 1);
        return counts;
    }

    /** Nodes come in the order in which their first device came, any device being as likely as any other. */
    private static void arrange(
            Spread<List<Integer>> counts,
            List<Integer> sizes,
            List<Integer> left,
            List<Integer> nodes,
            int count,
            double weight) {
        if (left.isEmpty()) {
            counts.addAll(taken(sizes, List.copyOf(nodes), count), weight);
            return;
        }
        int all = left.stream().mapToInt(sizes::get).sum();
        for (int node : List.copyOf(left)) {
            List<Integer> others = new ArrayList<>(left);
            others.remove(Integer.valueOf(node));
            nodes.add(node);
            arrange(counts, sizes, others, nodes, count, weight * sizes.get(node) / all);
            nodes.removeLast();
        }
    }

    private static Spread<List<Integer>> taken(List<Integer> sizes, List<Integer> nodes, int count) {
        return Listing.inOrder(nodes.size()).walked().then(turn -> {
            List<Integer> owner = new ArrayList<>();
            for (int place = 0; place < turn.size(); place++) {
                int node = nodes.get(turn.at(place));
                owner.addAll(Collections.nCopies(sizes.get(node), node));
            }
            Spread<Listing> walks = Spread.of(Listing.inOrder(owner.size()));
            for (int walk = 0; walk < WALKS; walk++) {
                walks = walks.then(Listing::walked);
            }
            return walks.map(walk -> {
                int[] taken = new int[sizes.size()];
                for (int place = 0; place < count; place++) {
                    taken[owner.get(walk.at(place))]++;
                }
                return Arrays.stream(taken).boxed().toList();
            });
        });
    }
}
