package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.BruteForce;
import io.switchman.topology.Matrix;
import io.switchman.topology.Value;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.NodeShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What must hold of every placement: it is legal, it is what it says it is, and no choice is better. */
final class PlanCheck {
    private final NodeShape shape;
    private final Request request;
    private final BruteForce oracle;

    PlanCheck(NodeShape shape, Request request, DamageWeights weights) {
        this(Matrix.of(shape.machine()), shape, request, weights);
    }

    PlanCheck(Matrix matrix, NodeShape shape, Request request, DamageWeights weights) {
        this.shape = shape;
        this.request = request;
        this.oracle = new BruteForce(matrix, shape, request, weights);
    }

    /** Whether a placement is feasible if anything is, best by the whole objective, and tells its level truly. */
    boolean isBest(Placement placement) {
        int[] best = oracle.best();
        if (best == null || !(placement instanceof Placement.Found(Plan plan))) {
            return best == null && placement instanceof Placement.None;
        }
        Locality level = plan.level();
        return Arrays.equals(best, oracle.weigh(gpuBits(plan), onPort(plan)))
                && level != null
                && level.rank() == -best[0];
    }

    void check(Placement placement) {
        switch (placement) {
            case Placement.None none -> {
                assertThat(oracle.isFeasible())
                        .as("a choice in spite of %s", none.refusal())
                        .isFalse();
                assertThat(none.refusal().code()).isEqualTo(expectedCode());
            }
            case Placement.Found found -> {
                checkLegal(found.plan());
                checkHonest(found.plan());
                assertThat(oracle.weigh(gpuBits(found.plan()), onPort(found.plan())))
                        .as("objective of %s", found.plan())
                        .isEqualTo(oracle.best());
            }
        }
    }

    /** The first reason in the order in which a request names things; ports are short only where counts are not. */
    private Refusal.Code expectedCode() {
        Machine machine = shape.machine();
        GpuDemand gpus = request.gpus();
        if (gpus != null) {
            List<Integer> named = IntStream.range(0, machine.gpus().size())
                    .filter(i -> machine.gpus().get(i).resource().equals(gpus.resource()))
                    .boxed()
                    .toList();
            if (named.isEmpty()) {
                return Refusal.Code.NO_GPU_RESOURCE;
            }
            if (named.stream().filter(i -> isFree(i)).count() < gpus.count()) {
                return Refusal.Code.GPUS_SHORT;
            }
        }
        for (VfDemand vf : request.vfs()) {
            List<Integer> named = IntStream.range(0, machine.sources().size())
                    .filter(i -> machine.sources().get(i).pool().resource().equals(vf.resource()))
                    .boxed()
                    .toList();
            if (named.isEmpty()) {
                return Refusal.Code.NO_VF_RESOURCE;
            }
            if (named.stream().mapToInt(this::offered).sum() < vf.count()) {
                return Refusal.Code.VFS_SHORT;
            }
        }
        return Refusal.Code.PORTS_SHORT;
    }

    private void checkLegal(Plan plan) {
        assertThat(plan.gpus()).hasSize(request.gpuCount()).isSorted().doesNotHaveDuplicates();
        ResourceName asked = request.gpus() == null ? null : request.gpus().resource();
        for (int gpu : plan.gpus()) {
            assertThat(isFree(gpu)).as("GPU %d is free", gpu).isTrue();
            assertThat(plan.machine().gpus().get(gpu).resource()).isEqualTo(asked);
        }
        Map<Object, Integer> byName = new HashMap<>();
        for (Plan.Take take : plan.vfs()) {
            assertThat(take.count()).as("VFs of source %d", take.source()).isBetween(1, offered(take.source()));
            byName.merge(shape.machine().sources().get(take.source()).pool().resource(), take.count(), Integer::sum);
        }
        Map<Object, Integer> askedByName = new HashMap<>();
        request.vfs().forEach(vf -> askedByName.put(vf.resource(), vf.count()));
        assertThat(byName).isEqualTo(askedByName);
        if (request.policy().distinctPorts() == Policy.DistinctPorts.REQUIRE) {
            assertThat(IntStream.of(onPort(plan)).max().orElse(0)).isLessThanOrEqualTo(1);
        }
    }

    private void checkHonest(Plan plan) {
        Value value = oracle.value(gpuBits(plan), onPort(plan));
        Locality level = plan.level();
        assertThat(level == null ? null : Integer.valueOf(level.rank())).isEqualTo(value.rank());
        assertThat(plan.distinctPorts()).isEqualTo(value.distinctPorts());
        assertThat(plan.damage()).as("damage").isEqualTo(value.damage());
        assertThat(plan.imbalance()).as("imbalance").isEqualTo(value.imbalance());
        assertThat(IntStream.range(0, Locality.count())
                        .mapToObj(rank -> plan.pairsWithin(Locality.ofRank(rank)))
                        .toList())
                .as("pairs within each level")
                .isEqualTo(value.pairsWithin());
        int[] left = onPort(plan);
        for (Plan.Pair pair : plan.pairs()) {
            assertThat(--left[pair.port()])
                    .as("VFs left on port %d", pair.port())
                    .isNotNegative();
            assertThat(plan.gpus()).contains(pair.gpu());
            assertThat(pair.level()).isEqualTo(plan.machine().tree().level(pair.gpu(), pair.port()));
        }
        assertThat(plan.pairs().stream().map(Plan.Pair::gpu)).doesNotHaveDuplicates();
    }

    private boolean isFree(int gpu) {
        return (shape.freeGpus() >>> gpu & 1) != 0;
    }

    private int offered(int source) {
        VfSource from = shape.machine().sources().get(source);
        return (shape.usablePorts() >>> from.port() & 1) == 0 ? 0 : shape.freeVfs(source);
    }

    private static int gpuBits(Plan plan) {
        return plan.gpus().stream().mapToInt(gpu -> 1 << gpu).sum();
    }

    private static int[] onPort(Plan plan) {
        int[] onPort = new int[plan.machine().ports().size()];
        for (Plan.Take take : plan.vfs()) {
            onPort[plan.machine().sources().get(take.source()).port()] += take.count();
        }
        return onPort;
    }
}
