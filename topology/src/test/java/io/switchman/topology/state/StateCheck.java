package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must be true of every state, whatever happened before. */
final class StateCheck {
    private StateCheck() {}

    static void check(ClusterState state) {
        Map<PodId, Integer> slots = new HashMap<>();
        int holds = 0;
        assertThat(state.directory().size()).isEqualTo(state.views().size());
        for (int slot = 0; slot < state.views().size(); slot++) {
            Node node = node(state, slot);
            assertThat(state.directory().slotOf(node.name())).isEqualTo(slot);
            assertThat(state.directory().names().get(slot)).isEqualTo(node.name());
            check(node);
            for (Claim claim : node.claims()) {
                assertThat(slots.put(claim.pod(), slot))
                        .as("%s is in one place", claim.pod())
                        .isNull();
            }
            for (Hold hold : node.holds()) {
                assertThat(slots.put(hold.pod(), slot))
                        .as("%s is in one place", hold.pod())
                        .isNull();
                holds++;
            }
        }
        assertThat(state.holds()).isEqualTo(holds);
        assertThat(state.pods()).isEqualTo(slots.size());
        slots.forEach((pod, slot) -> assertThat(state.slotOf(pod)).isEqualTo(slot));
    }

    static void check(Node node) {
        Machine machine = node.machine();
        int gpus = 0;
        int[] vfs = new int[machine.sources().size()];
        for (Claim claim : node.claims()) {
            assertThat(claim.gpus() & gpus)
                    .as("no GPU in two claims of %s", node.name())
                    .isZero();
            gpus |= claim.gpus();
            for (int i = 0; i < vfs.length; i++) {
                vfs[i] += claim.vfs()[i];
                assertThat(vfs[i])
                        .as("VFs claimed of source %d", i)
                        .isLessThanOrEqualTo(machine.sources().get(i).pool().total());
            }
        }
        assertThat(node.free().freeGpus()).isEqualTo(NodeShape.idle(machine).freeGpus() & ~gpus);
        for (int i = 0; i < vfs.length; i++) {
            assertThat(node.free().freeVfs(i))
                    .isEqualTo(machine.sources().get(i).pool().total() - vfs[i]);
            assertThat(node.open().freeVfs(i)).isBetween(0, node.free().freeVfs(i));
        }
        assertThat(node.open().freeGpus() & ~node.free().freeGpus()).isZero();
        for (Hold hold : node.holds()) {
            assertThat(node.canClaim(hold.claim()))
                    .as("%s touches no claimed device", hold)
                    .isTrue();
            assertThat(node.claimOf(hold.pod())).isNull();
        }
    }

    static Node node(ClusterState state, int slot) {
        if (state.view(slot) instanceof NodeView.Known(Node node)) {
            return node;
        }
        throw new AssertionError("slot " + slot + " is not known: " + state.view(slot));
    }

    /** All of a state by name, without the order in which things came: two states that mean the same are equal here. */
    static Map<String, List<Object>> content(ClusterState state) {
        Map<String, List<Object>> content = new TreeMap<>();
        for (int slot = 0; slot < state.views().size(); slot++) {
            Node node = node(state, slot);
            List<Claim> claims = new ArrayList<>(node.claims());
            claims.sort(Comparator.comparing(claim -> claim.pod().uid()));
            List<Hold> holds = new ArrayList<>(node.holds());
            holds.sort(Comparator.comparing(hold -> hold.pod().uid()));
            content.put(
                    node.name(), List.of(node.machine(), node.usablePorts(), claims, holds, node.free(), node.open()));
        }
        return content;
    }
}
