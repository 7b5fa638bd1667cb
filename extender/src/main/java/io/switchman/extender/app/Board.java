package io.switchman.extender.app;

import io.switchman.extender.wire.NameTable;
import io.switchman.topology.placement.NodeRank;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Directory;
import io.switchman.topology.state.NodeView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of all nodes for one request, kept at hand: between two pods that ask the same, only nodes that changed are
 * judged anew. A node changed exactly if the state holds another object for it.
 *
 * <p>Used on the writer's thread only.
 */
final class Board {
    private static final int NAME_BITS = Long.SIZE - 1 - NodeRank.BITS;
    private static final long NAME_MASK = (1L << NAME_BITS) - 1;
    private static final long NOT_JUDGED = NodeRank.ofRefusal(Refusal.Code.NOT_JUDGED);

    private final Request request;
    private Directory directory = Directory.EMPTY;
    private @Nullable NodeView[] judged = new NodeView[0];
    private long[] ranks = new long[0];
    private long generation = -1;

    Board(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    /** Slots whose node is not judged in its present state. */
    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    int[] changed(ClusterState state) {
        if (state.generation() == generation && state.directory() == directory) {
            return new int[0];
        }
        adopt(state.directory());
        int[] slots = new int[16];
        int count = 0;
        for (int slot = 0; slot < judged.length; slot++) {
            if (judged[slot] != state.view(slot)) {
                if (count == slots.length) {
                    slots = Arrays.copyOf(slots, count * 2);
                }
                slots[count++] = slot;
            }
        }
        if (count == 0) {
            generation = state.generation();
        }
        return Arrays.copyOf(slots, count);
    }

    /** Takes a rank that was found on a state; late ones, for a directory that is gone, are dropped. */
    void put(ClusterState state, int slot, long rank) {
        if (state.directory() == directory) {
            judged[slot] = state.view(slot);
            ranks[slot] = rank;
            generation = -1;
        }
    }

    /** Drops what was known of a slot: there was no time to judge its present state. */
    void forget(ClusterState state, int slot) {
        if (state.directory() == directory) {
            judged[slot] = null;
            ranks[slot] = NOT_JUDGED;
            generation = -1;
        }
    }

    /** Whether slots of a directory are this board's slots. */
    boolean isFor(Directory other) {
        return directory == other;
    }

    /** The rank of a slot, see {@link NodeRank}. */
    long rank(int slot) {
        return ranks[slot];
    }

    private void adopt(Directory next) {
        if (next == directory) {
            return;
        }
        @Nullable NodeView[] views = new NodeView[next.size()];
        long[] moved = new long[next.size()];
        Arrays.fill(moved, NOT_JUDGED);
        for (int slot = 0; slot < judged.length; slot++) {
            int to = next.slotOf(directory.names().get(slot));
            if (to >= 0) {
                views[to] = judged[slot];
                moved[to] = ranks[slot];
            }
        }
        directory = next;
        judged = views;
        ranks = moved;
    }

    /**
     * The best nodes of those offered, best first; of equal rank the one whose name comes first.
     *
     * @param slots offered slots
     * @param count how many of them
     * @param most most to return, 1 or more
     */
    int[] best(int[] slots, int count, NameTable names, int most) {
        LongHeap heap = new LongHeap(Math.min(most, count));
        int last = names.size() - 1;
        for (int i = 0; i < count; i++) {
            long rank = ranks[slots[i]];
            if (rank >= 0) {
                heap.offer(rank << NAME_BITS | last - names.orderOf(slots[i]));
            }
        }
        long[] keys = heap.descending();
        int[] best = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            best[i] = names.slotOfOrder(last - (int) (keys[i] & NAME_MASK));
        }
        return best;
    }
}
