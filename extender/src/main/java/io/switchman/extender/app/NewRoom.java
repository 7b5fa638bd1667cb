package io.switchman.extender.app;

import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Finds out how many pods that wait the nodes could take that changed: no more often than what is free there holds what is asked
 * for, and not at all where a pod would not pass. What other pods hold is no room. Any thread may use it.
 */
final class NewRoom {
    private final NodeJudge judge;

    NewRoom(NodeJudge judge) {
        this.judge = judge;
    }

    /**
     * A question.
     *
     * @param not nodes that are kept from such pods
     */
    record Question(WaitingPods.Due due, Set<String> not) {}

    /**
     * An answer.
     *
     * @param pods that the nodes could take
     * @param missed nodes that there was no time for
     */
    record Room(Request request, int pods, Set<String> missed) {}

    /** Answers in the order of the questions, and looks at no more nodes once the time is up. */
    List<Room> find(List<Question> questions, ClusterState state, BooleanSupplier timeIsUp) {
        Map<ClusterState, Set<String>> changes = new HashMap<>();
        List<Room> rooms = new ArrayList<>(questions.size());
        for (Question question : questions) {
            Set<String> names = new HashSet<>(changes.computeIfAbsent(
                    question.due().since().state(), before -> ChangedNodes.names(before, state)));
            names.addAll(question.due().also());
            names.removeAll(question.not());
            rooms.add(room(question.due().request(), names, state, timeIsUp));
        }
        return rooms;
    }

    private Room room(Request request, Set<String> names, ClusterState state, BooleanSupplier timeIsUp) {
        int pods = 0;
        Set<String> missed = new HashSet<>();
        for (String name : names) {
            NodeView view = state.view(name);
            if (timeIsUp.getAsBoolean()) {
                missed.add(name);
            } else if (view != null) {
                pods = (int) Math.min(Integer.MAX_VALUE, (long) pods + pods(view, request));
            }
        }
        return new Room(request, pods, missed);
    }

    private int pods(NodeView view, Request request) {
        Node node = switch (view) {
            case NodeView.Known(Node known) -> known;
            case NodeView.Stale(Node old, long _) -> old;
            case NodeView.Unknown _ -> null;
        };
        if (node == null) {
            return 0;
        }
        Standing standing = judge.judge(view, request);
        return standing.verdict() instanceof Verdict.Fits && !standing.contested() ? times(node.open(), request) : 0;
    }

    private static int times(NodeShape free, Request request) {
        int times = Integer.MAX_VALUE;
        if (request.gpus() != null) {
            int gpus = Integer.bitCount(
                    free.freeGpus() & free.machine().gpusNamed(request.gpus().resource()));
            times = gpus / request.gpus().count();
        }
        for (VfDemand vf : request.vfs()) {
            int left = free.machine().sourcesNamed(vf.resource()).stream()
                    .mapToInt(free::offeredVfs)
                    .sum();
            times = Math.min(times, left / vf.count());
        }
        // It passed; a pod whose init containers leave devices needs fewer than it names.
        return Math.max(1, times);
    }
}
