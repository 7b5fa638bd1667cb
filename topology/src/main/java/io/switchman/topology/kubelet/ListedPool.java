package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resource whose devices are told apart: GPUs, and VFs of a pool so small that Go's maps keep its order. */
final class ListedPool implements DevicePool {
    /**
     * One device.
     *
     * @param numa its NUMA node, or null
     * @param place its switch among those that matter, or -1
     */
    record Member(@Nullable Integer numa, int place, boolean busy) {}

    private final List<Member> members;
    private final int places;
    private final boolean ordered;
    private final int listWalks;
    private final DeviceDraw draw;

    /**
     * A pool.
     *
     * @param places how many switches matter
     * @param ordered whether the lists keep their order, as they do up to eight devices in a stock kubelet
     * @param listWalks how often the plugin walks a map until its list is sent
     * @param choosing what the plugin prefers, or null where it is not asked
     */
    ListedPool(List<Member> members, int places, boolean ordered, int listWalks, @Nullable Choosing choosing) {
        this.members = List.copyOf(members);
        this.places = places;
        this.ordered = ordered;
        this.listWalks = listWalks;
        this.draw = new DeviceDraw(this.members, choosing);
    }

    @Override
    public Holdings start() {
        long used = 0;
        for (int i = 0; i < members.size(); i++) {
            used |= members.get(i).busy() ? 1L << i : 0;
        }
        return new Holdings.Listed(used, null, Listing.EMPTY);
    }

    @Override
    public Census all() {
        return census(-1);
    }

    @Override
    public Census free(Holdings now) {
        return census(~listed(now).used());
    }

    @Override
    public Census reusable(Holdings now) {
        return census(listed(now).reusable().set());
    }

    private Census census(long set) {
        Census census = new Census();
        for (int i = 0; i < members.size(); i++) {
            if ((set >>> i & 1) != 0) {
                census.add(members.get(i).numa(), 1);
            }
        }
        return census;
    }

    private static Holdings.Listed listed(Holdings holdings) {
        return (Holdings.Listed) holdings;
    }

    @Override
    public Spread<Grant> take(Holdings now, long affinity, int count, Afterwards turn) {
        if (members.isEmpty()) {
            return Spread.of(Grant.refused(now)); // no healthy devices present
        }
        Holdings.Listed before = listed(now);
        if (count == 0) {
            return Spread.of(new Grant(true, now, 0, perSwitch(0)));
        }
        Spread<Listing> healthy = healthy(before);
        if (turn.last()) {
            return draw.take(healthy, before.used(), before.reusable(), affinity, count)
                    .then(taken -> granted(before, Listing.EMPTY, taken, count, turn));
        }
        // The list stays as it is for the containers to come.
        return healthy.then(list -> draw.take(Spread.of(list), before.used(), before.reusable(), affinity, count)
                .then(taken -> granted(before, list, taken, count, turn)));
    }

    private Spread<Grant> granted(Holdings.Listed before, Listing healthy, Listing taken, int count, Afterwards turn) {
        return taken.size() < count
                ? Spread.of(Grant.refused(before))
                : left(before, healthy, taken, turn)
                        .map(after -> new Grant(true, after, taken.set(), perSwitch(taken.set())));
    }

    @Override
    public Taken taken(Holdings now) {
        long taken = listed(now).used() & ~listed(start()).used();
        return new Taken(taken, perSwitch(taken));
    }

    /** All devices as {@code genericDeviceUpdateCallback} inserts them: in the order of the plugin's list. */
    private Spread<Listing> healthy(Holdings.Listed now) {
        if (now.healthy() != null) {
            return Spread.of(now.healthy());
        }
        if (!ordered) {
            return Spread.of(Listing.unordered(-1L >>> 64 - members.size()));
        }
        Spread<Listing> listed = Spread.of(Listing.inOrder(members.size()));
        for (int walk = 0; walk < listWalks; walk++) {
            listed = listed.then(Listing::walked);
        }
        return listed;
    }

    private Spread<Holdings> left(Holdings.Listed before, Listing healthy, Listing taken, Afterwards turn) {
        long used = before.used() | taken.set();
        if (turn.last()) {
            return Spread.of(new Holdings.Listed(used, null, Listing.EMPTY));
        }
        Spread<Listing> reusable = turn.ends()
                ? draw.recorded(taken).then(recorded -> before.reusable().union(recorded))
                : before.reusable().difference(taken.set());
        return reusable.map(next -> new Holdings.Listed(used, healthy, next));
    }

    private List<Integer> perSwitch(long taken) {
        int[] counts = new int[places];
        for (long left = taken; left != 0; left &= left - 1) {
            int place = members.get(Long.numberOfTrailingZeros(left)).place();
            if (place >= 0) {
                counts[place]++;
            }
        }
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return list;
    }
}
