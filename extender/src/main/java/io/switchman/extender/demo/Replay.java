package io.switchman.extender.demo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntConsumer;

/**
 * Runs a workload over a cluster: pods arrive one after the other, placed ones end after their lifetime, waiting ones are
 * tried again when something has ended, and give up after a time.
 */
final class Replay {
    /** After so many further arrivals a waiting pod gives up. */
    private static final int PATIENCE = 400;

    /** So many waiting pods are tried again after an end. */
    private static final int RETRIES = 3;

    private final Cluster cluster;
    private final Outcomes outcomes = new Outcomes();
    private final List<DemoPod> placed = new ArrayList<>();
    private final PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingInt(Running::endsAt));
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    Replay(Cluster cluster) {
        this.cluster = cluster;
    }

    private record Running(DemoPod pod, int endsAt) {}

    private record Waiting(DemoPod pod, String reason) {}

    /**
     * Runs it.
     *
     * @param progress told after each arrival how many there were
     */
    Outcomes run(List<DemoPod> pods, IntConsumer progress) throws IOException {
        for (int now = 0; now < pods.size(); now++) {
            boolean ended = endUntil(now);
            attempt(pods.get(now), now);
            if (ended) {
                retry(now);
            }
            giveUp(now);
            progress.accept(now + 1);
        }
        placed.forEach(pod -> outcomes.placed(pod, cluster.level(pod), cluster.forecast(pod)));
        waiting.forEach(left -> outcomes.leftOver(left.reason()));
        return outcomes;
    }

    private boolean endUntil(int now) throws IOException {
        boolean any = false;
        while (!running.isEmpty() && running.element().endsAt() <= now) {
            cluster.end(running.remove().pod());
            any = true;
        }
        return any;
    }

    private void attempt(DemoPod pod, int now) throws IOException {
        switch (cluster.place(pod)) {
            case Placing.Goes _ -> {
                placed.add(pod);
                running.add(new Running(pod, now + pod.lifetime()));
            }
            case Placing.Waits waits -> waiting.add(new Waiting(pod, waits.reason()));
        }
    }

    private void retry(int now) throws IOException {
        List<DemoPod> again = new ArrayList<>();
        for (int i = 0; i < RETRIES && !waiting.isEmpty(); i++) {
            again.add(waiting.remove().pod());
        }
        for (DemoPod pod : again) {
            attempt(pod, now);
        }
    }

    private void giveUp(int now) {
        waiting.removeIf(left -> {
            boolean late = now - left.pod().number() > PATIENCE;
            if (late) {
                outcomes.leftOver(left.reason());
            }
            return late;
        });
    }
}
