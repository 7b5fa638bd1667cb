package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Admits a pod container by container, in all the ways it can go ({@code scope.Admit}, {@code Allocate}). */
final class Walk {
    /** What is taken in one world is taken in every other that differs elsewhere only. */
    private record Question(int index, Holdings holdings, long affinity, int count, DevicePool.Afterwards after) {}

    private final Map<Question, Spread<Grant>> answers = new HashMap<>();
    private final int mostWorlds;
    private int worlds;
    private final Pools pools;
    private final Admitting admitting;
    private final Goal goal;
    private final KubeletNode node;
    private final PodDemand pod;
    private final List<PodDemand.Turn> turns;
    private final List<String> names;

    /**
     * A walk.
     *
     * @param mostWorlds most ways of single draws, and most answers of the plugin, that are looked at; some 10,000 take a tenth of a second
     */
    Walk(Pools pools, PodDemand pod, Goal goal, int mostWorlds) {
        this.mostWorlds = mostWorlds;
        pools.gpuChoosing.bound(mostWorlds);
        this.pools = pools;
        this.admitting = new Admitting(pools);
        this.goal = goal;
        this.node = pools.node;
        this.pod = pod;
        this.turns = pod.turns();
        this.names = List.copyOf(pools.byName().keySet());
    }

    Chance chance() {
        return new Tally(pools, goal, runningVfs()).of(worlds());
    }

    /** All ways it can go. */
    Spread<World> worlds() {
        World start = new World(
                true,
                pools.byName().values().stream().map(DevicePool::start).toList(),
                CpuStand.of(node.kubelet().cpus()),
                List.of(),
                Collections.nCopies(goal.places(), 0));
        boolean together = node.kubelet().scope() == TopologyScope.POD;
        Admission whole =
                together ? admitting.of(start.holdings(), start.cpus(), pod.limits(), pod.cpus(), false) : null;
        Spread<World> worlds = Spread.of(start);
        for (int i = 0; i < turns.size(); i++) {
            int turn = i;
            worlds = worlds.then(world -> world.admitted() ? turn(world, turn, whole) : Spread.of(world));
        }
        return worlds;
    }

    /** VFs of all names that the sidecars and containers ask for. */
    private int runningVfs() {
        int sum = 0;
        for (PodDemand.Turn turn : turns) {
            for (String name : names.subList(1, names.size())) {
                sum += turn.ends() ? 0 : turn.container().limits().getOrDefault(name, 0);
            }
        }
        return sum;
    }

    /** All that the pod has in a world that admits it, what its init containers leave included. */
    StockKubelet.Devices taken(World world) {
        long gpus = 0;
        int[] vfs = new int[goal.places()];
        for (int i = 0; i < names.size(); i++) {
            DevicePool.Taken taken = pool(i).taken(world.holdings().get(i));
            gpus |= i == 0 ? taken.devices() : 0;
            for (int place = 0; i > 0 && place < vfs.length; place++) {
                vfs[place] += taken.perPlace().get(place);
            }
        }
        return new StockKubelet.Devices(gpus, vfs);
    }

    private DevicePool pool(int index) {
        DevicePool pool = pools.byName().get(names.get(index));
        if (pool == null) {
            throw new IllegalStateException(names.get(index));
        }
        return pool;
    }

    /** One container: its affinity, then its devices, then its CPUs ({@code allocateAlignedResources}). */
    private Spread<World> turn(World world, int turn, @Nullable Admission whole) {
        ContainerDemand container = turns.get(turn).container();
        boolean ends = turns.get(turn).ends();
        Admission admission = whole != null
                ? whole
                : admitting.of(world.holdings(), world.cpus(), container.limits(), container.cpus(), true);
        if (!admission.admitted()) {
            return Spread.of(world.refused());
        }
        World begun = ends
                ? world
                : new World(true, world.holdings(), world.cpus(), appended(world.gpuSets(), 0L), world.vfs());
        Spread<World> worlds = Spread.of(begun);
        for (int i = 0; i < names.size(); i++) {
            Integer count = container.limits().get(names.get(i));
            if (count != null) {
                int index = i;
                DevicePool.Afterwards after = new DevicePool.Afterwards(ends, isLast(turn, names.get(i)));
                worlds = worlds.then(
                        now -> now.admitted() ? take(now, index, admission.affinity(), count, after) : Spread.of(now));
            }
        }
        return container.cpus() == 0 || node.kubelet().cpus() == null
                ? worlds
                : worlds.map(now -> now.admitted() ? cpus(now, admission, container.cpus(), ends) : now);
    }

    private boolean isLast(int turn, String name) {
        return turns.subList(turn + 1, turns.size()).stream()
                .noneMatch(later -> later.container().limits().containsKey(name));
    }

    private Spread<World> take(World world, int index, long affinity, int count, DevicePool.Afterwards after) {
        Question question = new Question(index, world.holdings().get(index), affinity, count, after);
        Spread<Grant> grants = answers.get(question);
        if (grants == null) {
            grants = pool(index).take(question.holdings(), affinity, count, after);
            answers.put(question, grants);
        }
        worlds += grants.size();
        if (worlds > mostWorlds) {
            throw new TooManyOutcomes();
        }
        return grants.map(grant -> {
            if (!grant.granted()) {
                return world.refused();
            }
            List<Holdings> holdings = new ArrayList<>(world.holdings());
            holdings.set(index, grant.after());
            List<Long> gpuSets = new ArrayList<>(world.gpuSets());
            List<Integer> vfs = new ArrayList<>(world.vfs());
            if (!after.ends() && index == 0) {
                gpuSets.set(gpuSets.size() - 1, grant.devices());
            } else if (!after.ends()) {
                for (int place = 0; place < vfs.size(); place++) {
                    vfs.set(place, vfs.get(place) + grant.perSwitch().get(place));
                }
            }
            return new World(true, List.copyOf(holdings), world.cpus(), List.copyOf(gpuSets), List.copyOf(vfs));
        });
    }

    private World cpus(World world, Admission admission, int count, boolean ends) {
        CpuStand left = world.cpus().take(node.numa(), admission.affinity(), count, ends);
        return left == null ? world.refused() : new World(true, world.holdings(), left, world.gpuSets(), world.vfs());
    }

    private static List<Long> appended(List<Long> sets, long set) {
        List<Long> more = new ArrayList<>(sets);
        more.add(set);
        return List.copyOf(more);
    }
}
