package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The VFs of one name that one container gets where nobody of its pod held any before: those inside the mask first, then those
 * outside, then those without a node ({@code filterByAffinity}). All of a stratum, part of one, and none of the rest.
 *
 * @param forced VFs that it gets in each place in any case
 * @param free VFs in each place of the stratum of which it gets a part
 * @param elsewhere VFs of that stratum in no place
 * @param count how many of that stratum
 * @param stock what it gets of them in each place on a stock node, where the list keeps its order; null where any choice is
 *     as likely as any other
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record VfDraws(
        int[] forced,
        int[] free,
        int elsewhere,
        int count,
        @Nullable Spread<List<Integer>> stock) {
    private static final int STRATA = 3;

    /**
     * A draw.
     *
     * @param ports indices of the ports that carry the name
     * @param count VFs, 1 or more
     * @return null where there are not enough
     */
    static @Nullable VfDraws of(KubeletNode node, List<Integer> ports, Goal goal, long affinity, int count) {
        int[] forced = new int[goal.places()];
        boolean blind = affinity == Hint.ANY
                || ports.stream()
                        .noneMatch(i -> node.ports().get(i).numa() != null
                                && node.ports().get(i).vfs() > 0);
        int missing = count;
        for (int stratum = 0; stratum < STRATA; stratum++) {
            int[] free = new int[goal.places()];
            int elsewhere = 0;
            for (int i : ports) {
                VfPort port = node.ports().get(i);
                int left = stratum(port, affinity, blind) == stratum
                        ? port.vfs() - port.busy().size()
                        : 0;
                if (goal.placeOfPort(i) >= 0) {
                    free[goal.placeOfPort(i)] += left;
                } else {
                    elsewhere += left;
                }
            }
            int here = Arrays.stream(free).sum() + elsewhere;
            if (missing < here) {
                int level = stratum;
                Spread<List<Integer>> stock = missing == 0
                        ? null
                        : windows(node, ports, goal, blind, missing, port -> stratum(port, affinity, blind) == level);
                return settled(new VfDraws(forced, free, elsewhere, missing, stock));
            }
            for (int place = 0; place < free.length; place++) {
                forced[place] += free[place];
            }
            missing -= here;
        }
        return missing > 0 ? null : new VfDraws(forced, new int[goal.places()], 0, 0, null);
    }

    /** A part of one place is as good as forced. */
    private static VfDraws settled(VfDraws draws) {
        int nonEmpty = draws.elsewhere() > 0 ? 1 : 0;
        int last = -1;
        for (int place = 0; place < draws.free().length; place++) {
            if (draws.free()[place] > 0) {
                nonEmpty++;
                last = place;
            }
        }
        if (nonEmpty != 1) {
            return draws;
        }
        if (last >= 0) {
            draws.forced()[last] += draws.count();
        }
        return new VfDraws(draws.forced(), new int[draws.free().length], 0, 0, null);
    }

    /** Draws one VF after another. */
    void drawInto(int[] perPlace, RandomGenerator dice) {
        int[] left = free.clone();
        int all = Arrays.stream(left).sum() + elsewhere;
        for (int i = 0; i < count; i++, all--) {
            int at = dice.nextInt(all);
            for (int place = 0; place < left.length; place++) {
                at -= left[place];
                if (at < 0) {
                    left[place]--;
                    perPlace[place]++;
                    break;
                }
            }
        }
    }

    private static int stratum(VfPort port, long affinity, boolean blind) {
        if (blind) {
            return 0;
        }
        Integer numa = port.numa();
        return numa == null ? 2 : Census.holds(affinity, numa) ? 0 : 1;
    }

    /** Whether a port's VFs are of the stratum that is drawn from. */
    private interface Stratum {
        boolean has(VfPort port);
    }

    /** Neighbours in PCI order, from any of them on; null where the list has no order or nothing to tell apart. */
    private static @Nullable Spread<List<Integer>> windows(
            KubeletNode node, List<Integer> ports, Goal goal, boolean blind, int count, Stratum stratum) {
        List<Integer> places = new ArrayList<>();
        long free = 0;
        long drawn = 0;
        boolean alike = true;
        for (int i : ports) {
            VfPort port = node.ports().get(i);
            VfPort first = node.ports().get(ports.getFirst());
            alike &= goal.placeOfPort(i) == goal.placeOfPort(ports.getFirst())
                    && Objects.equals(port.numa(), first.numa());
            for (int vf = 0; vf < port.vfs(); vf++) {
                if (places.size() == Rotation.SLOTS) {
                    return null;
                }
                boolean idle = !port.busy().contains(vf);
                free |= idle ? 1L << places.size() : 0;
                drawn |= idle && stratum.has(port) ? 1L << places.size() : 0;
                places.add(goal.placeOfPort(i));
            }
        }
        if (alike) {
            return null;
        }
        // The plugin copies its pool before it sends it; then healthyDevices without those in use, filterByAffinity,
        // and two last.
        Rotation available =
                Rotation.inOrder(places.size()).walked().walked().walked().within(free);
        Rotation list =
                (blind ? available : available.walked()).within(drawn).walked().walked();
        Spread<List<Integer>> windows = new Spread<>();
        for (long left = drawn; left != 0; left &= left - 1) {
            int first = Long.numberOfTrailingZeros(left);
            int[] perPlace = new int[goal.places()];
            for (long got = Rotation.window(drawn, first, count); got != 0; got &= got - 1) {
                int place = places.get(Long.numberOfTrailingZeros(got));
                if (place >= 0) {
                    perPlace[place]++;
                }
            }
            windows.add(Arrays.stream(perPlace).boxed().toList(), list.first(first));
        }
        return windows;
    }
}
