package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityTree;
import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.List;

/** Turns chosen devices into a plan: pairs them, nearest first, and says how near everything is. */
final class Assembly {
    private final Machine machine;
    private final LocalityTree tree;
    private final Choice choice;
    private final boolean asksLocality;
    private final List<Plan.Take> takes = new ArrayList<>();
    private final List<Plan.Pair> pairs = new ArrayList<>();
    private final int[] onPort;
    private long ports;
    private Locality worst = Locality.ofRank(0);

    Assembly(Offer offer, Choice choice) {
        this.machine = offer.shape.machine();
        this.tree = machine.tree();
        this.choice = choice;
        this.asksLocality = offer.request.asksLocality();
        this.onPort = new int[machine.ports().size()];
        for (int source = 0; source < machine.sources().size(); source++) {
            int count = choice.vfs(source);
            if (count > 0) {
                int port = machine.sources().get(source).port();
                takes.add(new Plan.Take(source, count));
                onPort[port] += count;
                ports |= 1L << port;
            }
        }
    }

    Plan plan() {
        if (asksLocality) {
            pair();
        }
        List<Integer> gpus = new ArrayList<>();
        for (int left = choice.gpus(); left != 0; left &= left - 1) {
            gpus.add(Integer.numberOfTrailingZeros(left));
        }
        return new Plan(
                machine,
                gpus,
                takes,
                pairs,
                asksLocality ? worst : null,
                Long.bitCount(ports),
                Score.damageOf(choice.score()),
                Score.imbalanceOf(choice.score()));
    }

    /** The most pairs at each level, nearest first: greedy is exact, because classes are nested. */
    private void pair() {
        int gpus = choice.gpus();
        long free = ports;
        for (int rank = 0; rank < Locality.count() && gpus != 0 && free != 0; rank++) {
            Locality level = Locality.ofRank(rank);
            for (int left = gpus; left != 0; left &= left - 1) {
                int gpu = Integer.numberOfTrailingZeros(left);
                int port = firstWithin(level, gpu, free);
                if (port >= 0) {
                    pairs.add(new Plan.Pair(gpu, port, level));
                    worst = level;
                    gpus &= ~(1 << gpu);
                    free &= --onPort[port] == 0 ? ~(1L << port) : -1;
                }
            }
        }
        worsenBy(gpus, free);
    }

    /** Looks at what is left over: how far is each device from the nearest of the other kind? */
    private void worsenBy(int leftGpus, long leftPorts) {
        for (int left = leftGpus; left != 0; left &= left - 1) {
            int rank = 0;
            while (firstWithin(Locality.ofRank(rank), Integer.numberOfTrailingZeros(left), ports) < 0) {
                rank++;
            }
            worst = Locality.ofRank(Math.max(rank, worst.rank()));
        }
        for (long left = leftPorts; left != 0; left &= left - 1) {
            int port = Long.numberOfTrailingZeros(left);
            int nearest = Locality.count();
            for (int gpu = choice.gpus(); gpu != 0; gpu &= gpu - 1) {
                nearest = Math.min(
                        nearest,
                        tree.level(Integer.numberOfTrailingZeros(gpu), port).rank());
            }
            worst = Locality.ofRank(Math.max(nearest, worst.rank()));
        }
    }

    private int firstWithin(Locality level, int gpu, long among) {
        for (long left = among; left != 0; left &= left - 1) {
            int port = Long.numberOfTrailingZeros(left);
            if (tree.ofGpu(level, gpu) == tree.ofPort(level, port)) {
                return port;
            }
        }
        return -1;
    }
}
