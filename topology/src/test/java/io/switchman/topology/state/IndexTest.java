package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Directory, pod index and node shape against the simplest thing that does the same. */
class IndexTest {
    @Test
    void directoryFindsEveryNameAndNoOther() {
        Directory directory = Directory.of(List.of("b", "a", "c"));
        assertThat(directory.slotOf("b")).isZero();
        assertThat(directory.slotOf("c")).isEqualTo(2);
        assertThat(directory.slotOf("d")).isEqualTo(-1);
        assertThat(directory.names()).containsExactly("b", "a", "c");
        assertThat(directory.size()).isEqualTo(3);
        assertThat(Directory.EMPTY.slotOf("a")).isEqualTo(-1);
        assertThatThrownBy(() -> Directory.of(List.of("a", "b", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node a occurs twice");
    }

    @Test
    void directoryIsNotChangedByItsList() {
        List<String> names = new ArrayList<>(List.of("a"));
        Directory directory = Directory.of(names);
        names.set(0, "b");
        assertThat(directory.slotOf("a")).isZero();
        assertThat(directory.names()).containsExactly("a");
    }

    @Test
    void podIndexIsAMapAndOldOnesStay() {
        SplittableRandom random = new SplittableRandom(1);
        PodIndex index = PodIndex.EMPTY;
        Map<PodId, Integer> map = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            PodId pod = new PodId("uid-" + random.nextInt(3_000));
            PodIndex before = index;
            int slotBefore = before.slotOf(pod);
            int sizeBefore = before.size();
            if (random.nextInt(3) > 0) {
                index = index.with(pod, i);
                map.put(pod, i);
            } else {
                index = index.without(pod);
                map.remove(pod);
            }
            assertThat(index.slotOf(pod)).isEqualTo(map.getOrDefault(pod, -1));
            assertThat(index.size()).isEqualTo(map.size());
            assertThat(before.slotOf(pod)).isEqualTo(slotBefore);
            assertThat(before.size()).isEqualTo(sizeBefore);
        }
        for (int i = 0; i < 3_000; i++) {
            PodId pod = new PodId("uid-" + i);
            assertThat(index.slotOf(pod)).isEqualTo(map.getOrDefault(pod, -1));
        }
        assertThat(PodIndex.EMPTY.size()).isZero();
        assertThat(index.without(new PodId("never"))).isSameAs(index);
    }

    @Test
    void podWithoutUidIsNoPod() {
        assertThatThrownBy(() -> new PodId("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shapesAreEqualByContentAndKeepTheirBounds() {
        Machine machine = Machines.hgx(Naming.PER_RAIL, 2);
        int[] vfs = {2, 1, 0, 2, 2, 2, 2, 2};
        NodeShape shape = NodeShape.of(machine, 0b1, 0b11, vfs);
        assertThat(NodeShape.of(machine, 0b1, 0b11, vfs.clone()))
                .isEqualTo(shape)
                .hasSameHashCodeAs(shape);
        assertThat(NodeShape.of(machine, 0b11, 0b11, vfs)).isNotEqualTo(shape);
        assertThat(NodeShape.of(Machines.hgx(Naming.PER_RAIL, 2), 0b1, 0b11, vfs))
                .as("machines are compared by identity")
                .isNotEqualTo(shape);
        vfs[0] = 0;
        assertThat(shape.freeVfs(0)).isEqualTo(2);
        assertThat(shape.offeredVfs(3)).isZero();
        assertThatThrownBy(() -> NodeShape.of(machine, 1 << 8, 0, new int[8]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodeShape.of(machine, 0, 1L << 8, new int[8]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodeShape.of(machine, 0, 0, new int[7])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodeShape.of(machine, 0, 0, new int[] {3, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodeShape.of(machine, 0, 0, new int[] {-1, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nodeRefusesADeviceTwice() {
        Node node = Node.idle("n1", Machines.hgx(Naming.PER_RAIL, 2));
        Claim first = new Claim(new PodId("a"), "ns/a", 0, 1, new int[8]);
        Claim second = new Claim(new PodId("b"), "ns/b", 0, 1, new int[8]);
        Node taken = node.withClaim(first);
        assertThat(taken.canClaim(second)).isFalse();
        assertThatThrownBy(() -> taken.withClaim(second)).isInstanceOf(IllegalStateException.class);
        assertThat(taken.without(new PodId("a")).free()).isEqualTo(node.free());
        assertThat(node.free().freeGpus()).as("the node before stays").isEqualTo(0xff);
    }
}
