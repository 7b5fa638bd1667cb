package io.switchman.topology.kubelet;

/**
 * So many VFs drawn from several places, every choice of them as likely as any other, and how often they are aligned: in
 * closed form, class by class, because a class asks only for a range of VFs.
 */
final class VfDraw {
    /** More VFs drawn are not counted here. */
    static final int MAX = 64;

    private final Goal goal;
    private final int[] free;
    private final int free0;
    private final int count;

    /**
     * A draw.
     *
     * @param free VFs to draw from in each place
     * @param elsewhere VFs to draw from that are in no place
     * @param count how many are drawn, 0 to {@link #MAX}
     */
    VfDraw(Goal goal, int[] free, int elsewhere, int count) {
        this.goal = goal;
        this.free = free;
        this.free0 = elsewhere;
        this.count = count;
    }

    /** How many choices are aligned and how many are not; 0 exactly where there is none. */
    record Odds(double hits, double misses) {}

    /**
     * The odds.
     *
     * @param perClass the pod's GPUs in each class
     * @param base VFs it has in each place without this draw
     * @param gpus all its GPUs
     * @param vfs all its VFs, this draw included
     */
    Odds odds(int[] perClass, int[] base, int gpus, int vfs) {
        Ways all = new Ways();
        all.good[0] = 1;
        int known = 0;
        for (int i = 0; i < goal.classes(); i++) {
            known += perClass[i];
            Ways ways = ofClass(i, base);
            ways.demand(
                    goal.least(perClass[i], gpus, vfs) - base(i, base),
                    goal.most(perClass[i], gpus, vfs) - base(i, base));
            all = all.with(ways);
        }
        Ways none = new Ways();
        none.good[0] = 1;
        none.add(free0, false, true);
        all = all.with(none);
        double hits = 0;
        double misses = 0;
        for (int ports = 0; ports <= goal.distinct(); ports++) {
            int at = all.at(count, ports);
            boolean enough = ports == goal.distinct() && known == gpus;
            hits += enough ? all.good[at] : 0;
            misses += all.bad[at] + (enough ? 0 : all.good[at]);
        }
        return new Odds(hits, misses);
    }

    private int base(int ofClass, int[] base) {
        int sum = 0;
        for (int place = 0; place < base.length; place++) {
            sum += goal.classOfPlace(place) == ofClass ? base[place] : 0;
        }
        return sum;
    }

    private Ways ofClass(int ofClass, int[] base) {
        Ways ways = new Ways();
        ways.good[0] = 1;
        for (int place = 0; place < base.length; place++) {
            if (goal.classOfPlace(place) == ofClass && base[place] + free[place] > 0) {
                ways.add(free[place], base[place] > 0, goal.isUsable(place));
            }
        }
        return ways;
    }

    /** Numbers of choices by VFs drawn and ports used, those that may still be aligned and those that are not. */
    private final class Ways {
        private final int width = goal.distinct() + 1;
        private final double[] good = new double[(count + 1) * width];
        private final double[] bad = new double[(count + 1) * width];

        int at(int drawn, int ports) {
            return drawn * width + Math.min(ports, width - 1);
        }

        /** Draws from one more place: any number of its VFs. */
        void add(int vfs, boolean inUse, boolean usable) {
            for (int drawn = count; drawn >= 0; drawn--) {
                for (int ports = width - 1; ports >= 0; ports--) {
                    add(drawn, ports, vfs, inUse, usable);
                }
            }
        }

        private void add(int drawn, int ports, int vfs, boolean inUse, boolean usable) {
            int from = at(drawn, ports);
            double wasGood = good[from];
            double wasBad = bad[from];
            good[from] = 0;
            bad[from] = 0;
            double choices = 1;
            for (int more = 0; more <= Math.min(vfs, count - drawn); more++) {
                boolean used = inUse || more > 0;
                int to = at(drawn + more, ports + (used ? 1 : 0));
                boolean spoilt = used && !usable;
                good[to] += spoilt ? 0 : wasGood * choices;
                bad[to] += choices * (spoilt ? wasGood + wasBad : wasBad);
                choices = choices * (vfs - more) / (more + 1);
            }
        }

        /** Spoils all ways with fewer or more VFs than a class asks for. */
        void demand(int least, int most) {
            for (int drawn = 0; drawn <= count; drawn++) {
                for (int ports = 0; ports < width && (drawn < least || drawn > most); ports++) {
                    bad[at(drawn, ports)] += good[at(drawn, ports)];
                    good[at(drawn, ports)] = 0;
                }
            }
        }

        Ways with(Ways other) {
            Ways both = new Ways();
            for (int drawn = 0; drawn <= count; drawn++) {
                for (int ports = 0; ports < width; ports++) {
                    int mine = at(drawn, ports);
                    if (good[mine] + bad[mine] > 0) {
                        both.join(this, mine, drawn, ports, other);
                    }
                }
            }
            return both;
        }

        private void join(Ways one, int mine, int drawn, int ports, Ways other) {
            for (int more = 0; more <= count - drawn; more++) {
                for (int others = 0; others < width; others++) {
                    int theirs = at(more, others);
                    int to = at(drawn + more, ports + others);
                    good[to] += one.good[mine] * other.good[theirs];
                    bad[to] += one.good[mine] * other.bad[theirs]
                            + one.bad[mine] * (other.good[theirs] + other.bad[theirs]);
                }
            }
        }
    }
}
