package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.wire.NameTable;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A board that follows the changes ranks as one that is made anew; sorted keys are those that sorting would give. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoardTest {
    private static final Request REQUEST =
            new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), 3), List.of(), Policy.DEFAULT);

    private final Vertx vertx = Vertx.vertx();

    @AfterAll
    void stop() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void followingChangesEqualsStartingAnew() {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Cluster cluster = Cluster.of(Cluster.HGX, Cluster.H20, Cluster.NO_RDMA);
            JudgePool pool = new JudgePool(vertx, cluster.judge(), 2, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
            Board board = new Board(REQUEST);
            for (int step = 0; step < 40; step++) {
                cluster.keeper().apply(batch(random, seed % 2 == 0 ? 30 : 200));
                refresh(pool, board, cluster);
                Board fresh = new Board(REQUEST);
                refresh(pool, fresh, cluster);
                int size = cluster.keeper().state().directory().size();
                for (int slot = 0; slot < size; slot++) {
                    assertThat(board.rank(slot))
                            .as("seed %d, step %d, slot %d", seed, step, slot)
                            .isEqualTo(fresh.rank(slot));
                }
                assertThat(board.changed(cluster.keeper().snapshot())).isEmpty();
                checkBest(board, cluster, random);
            }
        }
    }

    @Test
    void onlyChangedNodesAreJudgedAgain() {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX, Cluster.HGX);
        JudgePool pool = new JudgePool(vertx, cluster.judge(), 2, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
        Board board = new Board(REQUEST);
        assertThat(board.changed(cluster.keeper().snapshot())).containsExactly(0, 1, 2);
        refresh(pool, board, cluster);
        cluster.claim("n2", "p", 0, 1);
        assertThat(board.changed(cluster.keeper().snapshot())).containsExactly(1);
        refresh(pool, board, cluster);
        cluster.keeper().apply(new ClusterEvent.NodeGone("n1"));
        assertThat(board.changed(cluster.keeper().snapshot())).isEmpty();
        assertThat(board.isFor(cluster.keeper().snapshot().names())).isTrue();
    }

    @Test
    void lateRanksOfAnOldDirectoryAreDropped() {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX);
        Board board = new Board(REQUEST);
        StateKeeper.Snapshot old = cluster.keeper().snapshot();
        board.changed(old);
        cluster.keeper().apply(new ClusterEvent.NodeGone("n1"));
        board.changed(cluster.keeper().snapshot());
        board.put(old, 1, new Standing(new Verdict.Refused(new Refusal.NoData()), false, false, true));
        assertThat(board.rank(0)).isNegative();
    }

    @Test
    void lateRanksOfAnOldStateAreDropped() {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX);
        JudgePool pool = new JudgePool(vertx, cluster.judge(), 2, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
        Board board = new Board(REQUEST);
        StateKeeper.Snapshot old = cluster.keeper().snapshot();
        Standing idle = cluster.judge().judge(old.state().view(0), REQUEST);
        cluster.claim("n1", "p", 0, 0b1111_1100);
        refresh(pool, board, cluster);
        long rank = board.rank(0);
        assertThat(rank).isNegative();

        board.put(old, 0, idle);
        board.forget(old, 0);

        assertThat(board.rank(0)).isEqualTo(rank);
        assertThat(board.changed(cluster.keeper().snapshot())).isEmpty();
    }

    @Test
    void aFirstLookDoesNotReplaceACloseOne() {
        Cluster cluster = Cluster.of(Cluster.HGX);
        Board board = new Board(REQUEST);
        StateKeeper.Snapshot snapshot = cluster.keeper().snapshot();
        board.changed(snapshot);
        board.put(snapshot, 0, cluster.judge().judge(snapshot.state().view(0), REQUEST));
        board.put(snapshot, 0, new Standing(fitsAtFirst(cluster, snapshot), false, false, true));
        assertThat(board.isSettled(0)).isTrue();
    }

    private static Verdict fitsAtFirst(Cluster cluster, StateKeeper.Snapshot snapshot) {
        if (cluster.judge().judge(snapshot.state().view(0), REQUEST).verdict() instanceof Verdict.Fits fits) {
            return new Verdict.Fits(fits.plan(), null, fits.policyMet());
        }
        throw new AssertionError("an idle node does not fit");
    }

    @Test
    void keysStaySortedWhileSomeOrManyChange() {
        SplittableRandom random = new SplittableRandom(7);
        long[] keys = new long[300];
        SortedKeys sorted = new SortedKeys();
        for (int round = 0; round < 2_000; round++) {
            for (int change = random.nextInt(round % 10 == 0 ? 200 : 70); change > 0; change--) {
                int at = random.nextInt(keys.length);
                long key = random.nextInt(3) == 0 ? -1 - random.nextInt(9) : random.nextLong(1L << 40) * 300 + at;
                sorted.change(keys[at], key);
                keys[at] = key;
            }
            if (random.nextInt(20) == 0) {
                sorted = sorted.copy();
            }
            if (random.nextInt(3) > 0) {
                long[] expected =
                        LongStream.of(keys).filter(key -> key >= 0).sorted().toArray();
                assertThat(all(sorted, keys)).isEqualTo(expected);
            }
        }
    }

    private static long[] all(SortedKeys sorted, long[] keys) {
        long[] all = new long[sorted.refresh(keys)];
        Arrays.setAll(all, sorted::at);
        return all;
    }

    @Test
    void boardsBeyondTheLimitMakeRoomForOthers() {
        Boards boards = new Boards(2, Cluster.SILENT);
        Request[] requests = new Request[3];
        Arrays.setAll(
                requests,
                i -> new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), i + 1), List.of(), Policy.DEFAULT));
        Board first = boards.of(requests[0]);
        Board second = boards.of(requests[1]);
        assertThat(boards.of(requests[0])).isSameAs(first);
        boards.of(requests[2]);
        assertThat(boards.size()).isEqualTo(2);
        assertThat(boards.of(requests[0])).as("used after the second").isSameAs(first);
        assertThat(boards.of(requests[1])).isNotSameAs(second);
        assertThat(boards.size()).isEqualTo(2);
    }

    private static void checkBest(Board board, Cluster cluster, SplittableRandom random) {
        NameTable names = cluster.keeper().snapshot().names();
        int[] offered = IntStream.range(0, names.size())
                .filter(slot -> random.nextInt(3) > 0)
                .toArray();
        int most = 1 + random.nextInt(8);
        List<String> expected = IntStream.of(offered)
                .boxed()
                .filter(slot -> board.rank(slot) >= 0)
                .sorted(Comparator.<Integer>comparingLong(slot -> -board.rank(slot))
                        .thenComparing(slot -> names.directory().names().get(slot)))
                .limit(most)
                .map(slot -> names.directory().names().get(slot))
                .toList();
        assertThat(IntStream.of(board.best(offered, offered.length, most))
                        .mapToObj(slot -> names.directory().names().get(slot)))
                .containsExactlyElementsOf(expected);
    }

    private static List<ClusterEvent> batch(SplittableRandom random, int nodes) {
        List<String> machines = List.of(Cluster.HGX, Cluster.H20, Cluster.NO_RDMA);
        List<ClusterEvent> events = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            String node = "n" + (1 + random.nextInt(nodes));
            PodId pod = new PodId("p" + random.nextInt(60));
            int sources = random.nextBoolean() ? 8 : random.nextBoolean() ? 4 : 0;
            Claim claim = new Claim(pod, "ns/" + pod, 0, 1 << random.nextInt(8), new int[sources]);
            events.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new ClusterEvent.NodeGone(node);
                        case 1, 2, 3 ->
                            new ClusterEvent.NodeSeen(node, Cluster.machine(machines.get(random.nextInt(3))));
                        case 4 -> new ClusterEvent.PodReleased(pod);
                        case 5 -> new ClusterEvent.HoldAsked(node, new Hold(claim, Long.MAX_VALUE / 2));
                        default -> new ClusterEvent.ClaimAsked(node, claim);
                    });
        }
        return events;
    }

    private static void refresh(JudgePool pool, Board board, Cluster cluster) {
        pool.refresh(board, cluster.keeper().snapshot())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
