package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.placement.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The boards of the requests seen last. Used on the writer's thread only. */
final class Boards {
    private final Map<Request, Board> boards = new LinkedHashMap<>(16, 0.75f, true);
    private final int capacity;
    private final Tally tally;

    /**
     * Boards.
     *
     * @param capacity most boards, 1 or more; a board takes 21 to 25 bytes a node
     */
    Boards(int capacity, Tally tally) {
        this.capacity = capacity;
        this.tally = tally;
    }

    Board of(Request request) {
        Board board = boards.computeIfAbsent(request, Board::new);
        if (boards.size() > capacity) {
            boards.remove(boards.keySet().iterator().next());
            tally.limitHit(Limit.SHAPES, 1);
        }
        tally.boards(boards.size());
        return board;
    }

    /** The boards used last, the very last first. */
    List<Board> recent(int most) {
        List<Board> recent = new ArrayList<>(boards.values());
        return recent.reversed().subList(0, Math.min(most, recent.size()));
    }

    int size() {
        return boards.size();
    }
}
