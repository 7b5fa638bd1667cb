package io.switchman.extender.app;

import io.switchman.extender.wire.NameTable;
import io.switchman.topology.placement.NodeRank;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.state.ClusterState;
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
    private NameTable names = NameTable.EMPTY;
    private @Nullable NodeView[] judged = new NodeView[0];
    private long[] keys = new long[0];
    private SortedKeys sorted = new SortedKeys();
    /** By slot: whether the rank is final, not only the best that it may be. */
    private boolean[] settled = new boolean[0];
    /** By slot: the generation of the state that it was judged in. */
    private long[] seenAt = new long[0];

    private long generation = -1;
    /** What a node must reach to be among the best that were asked for last. */
    private long cut = Long.MIN_VALUE;
    /** The generation of the newest news. */
    private long newest = -1;

    Board(Request request) {
        this.request = request;
    }

    /** The same knowledge on a board of its own, which takes news of whatever state, older ones too. */
    Board copy() {
        Board copy = new Board(request);
        copy.names = names;
        copy.judged = judged.clone();
        copy.keys = keys.clone();
        copy.sorted = sorted.copy();
        copy.cut = cut;
        copy.settled = settled.clone();
        copy.seenAt = new long[seenAt.length];
        return copy;
    }

    /** Whether it knows of a newer state, so that news of this one may be late. */
    boolean isAheadOf(StateKeeper.Snapshot snapshot) {
        return isFor(snapshot.names()) && snapshot.state().generation() < newest;
    }

    Request request() {
        return request;
    }

    /** Slots whose node is not judged in its present state. */
    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    int[] changed(StateKeeper.Snapshot snapshot) {
        ClusterState state = snapshot.state();
        if (isFor(snapshot.names()) && state.generation() == generation) {
            return new int[0];
        }
        adopt(snapshot.names());
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

    /**
     * Takes what was found on a snapshot. Late news is dropped: of nodes that came or went since, of a state that is older than
     * the one known of, and a first look at a node that was looked at closely meanwhile.
     */
    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    void put(StateKeeper.Snapshot snapshot, int slot, Standing standing) {
        boolean lessKnown = isFor(snapshot.names())
                && judged[slot] == snapshot.state().view(slot)
                && settled[slot]
                && !standing.isSettled();
        if (!isLate(snapshot, slot) && !lessKnown) {
            judged[slot] = snapshot.state().view(slot);
            seenAt[slot] = snapshot.state().generation();
            newest = Math.max(newest, seenAt[slot]);
            key(slot, key(standing.rank(), slot));
            settled[slot] = standing.isSettled();
            generation = -1;
        }
    }

    /** Drops what was known of a slot: there was no time to judge its present state, and nobody else has. */
    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    void forget(StateKeeper.Snapshot snapshot, int slot) {
        if (!isLate(snapshot, slot) && judged[slot] != snapshot.state().view(slot)) {
            judged[slot] = null;
            settled[slot] = false;
            key(slot, NOT_JUDGED);
            generation = -1;
        }
    }

    private boolean isLate(StateKeeper.Snapshot snapshot, int slot) {
        return !isFor(snapshot.names()) || snapshot.state().generation() < seenAt[slot];
    }

    /** Whether a table's slots are this board's slots. */
    @SuppressWarnings("ReferenceEquality") // a table is made once for a set of nodes
    boolean isFor(NameTable table) {
        return names == table;
    }

    /** Whether a slot's rank is final; if not, it is at least as good as the final one. */
    boolean isSettled(int slot) {
        return keys[slot] < 0 || settled[slot];
    }

    /** Why a slot is not among the best, where none is. */
    Refusal.Code refusal(int slot) {
        return isSettled(slot) ? NodeRank.codeOf(keys[slot]) : Refusal.Code.NOT_JUDGED;
    }

    /** The rank of a slot, see {@link NodeRank}. */
    long rank(int slot) {
        return keys[slot] < 0 ? keys[slot] : keys[slot] >> NAME_BITS;
    }

    /** The rank that a node must reach to be among the best, as far as one can tell from what was asked for last. */
    long cut() {
        return cut;
    }

    /**
     * The best nodes of those offered, best first; of equal rank the one whose name comes first.
     *
     * @param slots offered slots
     * @param count how many of them
     * @param most most to return, 1 or more
     */
    int[] best(int[] slots, int count, int most) {
        long[] offered = new long[keys.length / Long.SIZE + 1];
        for (int i = 0; i < count; i++) {
            offered[slots[i] / Long.SIZE] |= 1L << slots[i];
        }
        int[] best = new int[Math.min(most, count)];
        int found = 0;
        long last = 0;
        for (int place = sorted.refresh(keys) - 1; place >= 0 && found < best.length; place--) {
            long key = sorted.at(place);
            int slot = names.slotOfOrder(keys.length - 1 - (int) (key & NAME_MASK));
            if ((offered[slot / Long.SIZE] >>> slot & 1) != 0) {
                best[found++] = slot;
                last = key;
            }
        }
        cut = found == most ? last >> NAME_BITS : Long.MIN_VALUE;
        return found == best.length ? best : Arrays.copyOf(best, found);
    }

    /** Takes another set of nodes; those that changed are judged, so the others keep what is known of them. */
    private void adopt(NameTable next) {
        if (isFor(next)) {
            return;
        }
        NameTable before = names;
        @Nullable NodeView[] oldViews = judged;
        long[] oldKeys = keys;
        boolean[] oldSettled = settled;
        names = next;
        judged = new NodeView[next.size()];
        keys = new long[next.size()];
        settled = new boolean[next.size()];
        seenAt = new long[next.size()];
        Arrays.fill(keys, NOT_JUDGED);
        sorted.clear();
        for (int slot = 0; slot < oldViews.length; slot++) {
            int to = next.directory().slotOf(before.directory().names().get(slot));
            if (to >= 0) {
                judged[to] = oldViews[slot];
                settled[to] = oldSettled[slot];
                keys[to] = key(oldKeys[slot] < 0 ? oldKeys[slot] : oldKeys[slot] >> NAME_BITS, to);
            }
        }
        generation = -1;
        newest = -1;
    }

    private void key(int slot, long key) {
        sorted.change(keys[slot], key);
        keys[slot] = key;
    }

    /** What a slot is ordered by: its rank, then its name; negative where the node is refused. */
    private long key(long rank, int slot) {
        return rank < 0 ? rank : rank << NAME_BITS | keys.length - 1L - names.orderOf(slot);
    }
}
