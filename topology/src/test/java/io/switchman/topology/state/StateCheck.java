package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What must be true of every state, whatever happened before. */
final class StateCheck {
    private StateCheck() {}

    static void check(ClusterState state) {
        Map<PodId, Integer> slots = new HashMap<>();
        int holds = 0;
        assertThat(state.directory().size()).isEqualTo(state.views().size());
        for (int slot = 0; slot < state.views().size(); slot++) {
            String name = state.view(slot).name();
            assertThat(state.directory().slotOf(name)).isEqualTo(slot);
            assertThat(state.directory().names().get(slot)).isEqualTo(name);
            Node node = nodeOrNull(state, slot);
            if (node == null) {
                continue;
            }
            assertThat(node.name()).isEqualTo(name);
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
            assertThat(node.existingVfs(i))
                    .isBetween(0, machine.sources().get(i).pool().total());
            assertThat(node.free().freeVfs(i)).isEqualTo(Math.max(0, node.existingVfs(i) - vfs[i]));
        }
        for (ClusterEvent.EvidenceSeen seen : node.disputed()) {
            Claim claim = node.claimOf(seen.pod());
            assertThat(claim != null && !claim.isTold())
                    .as("%s waits for another word on itself", seen.pod())
                    .isTrue();
            assertThat(Settling.settle(node, Objects.requireNonNull(claim).settled(seen.gpus(), seen.vfs())))
                    .as("%s waits for nothing", seen.pod())
                    .isNull();
        }
        assertThat(node.disputed()).extracting(ClusterEvent.EvidenceSeen::pod).doesNotHaveDuplicates();
        checkMissing(node);
        checkHolds(node);
    }

    /** As long as a pod misses a device, none of that name is free. */
    private static void checkMissing(Node node) {
        for (Claim claim : node.claims()) {
            assertThat(claim.missing().isNothing() || claim.extent() instanceof Claim.Extent.Any)
                    .isTrue();
            claim.missing().gpus().forEach((name, count) -> {
                assertThat(count).isPositive();
                assertThat(node.free().freeGpus() & node.machine().gpusNamed(name))
                        .as("%s misses GPUs that are free", claim)
                        .isZero();
            });
            claim.missing().vfs().forEach((name, count) -> {
                assertThat(count).isPositive();
                assertThat(node.machine().sourcesNamed(name))
                        .as("%s misses VFs that are free", claim)
                        .allMatch(source -> node.free().freeVfs(source) == 0);
            });
        }
    }

    /** Firm holds touch neither claims nor each other, soft ones neither claims nor firm ones. */
    private static void checkHolds(Node node) {
        int gpus = node.free().freeGpus();
        int[] vfs = node.free().freeVfs();
        for (boolean firm : List.of(true, false)) {
            int leftGpus = gpus;
            int[] leftVfs = vfs.clone();
            for (Hold hold : node.holds()) {
                if (hold.isFirm() != firm) {
                    continue;
                }
                int roomGpus = firm ? leftGpus : gpus;
                int[] roomVfs = firm ? leftVfs.clone() : vfs;
                Claim claim = hold.claim();
                assertThat(node.claimOf(hold.pod())).isNull();
                assertThat(claim.gpus() & ~roomGpus)
                        .as("%s on %s", hold, node.name())
                        .isZero();
                leftGpus &= ~claim.gpus();
                for (int i = 0; i < vfs.length; i++) {
                    assertThat(claim.vfs()[i]).as("%s on %s", hold, node.name()).isLessThanOrEqualTo(roomVfs[i]);
                    leftVfs[i] = Math.max(0, leftVfs[i] - claim.vfs()[i]);
                }
            }
            gpus = leftGpus;
            vfs = leftVfs;
            NodeShape shape = firm ? node.unreserved() : node.open();
            assertThat(shape.freeGpus()).isEqualTo(gpus);
            assertThat(shape.freeVfs()).isEqualTo(vfs);
        }
    }

    /** The node of a slot, fresh or stale. */
    static Node node(ClusterState state, int slot) {
        Node node = nodeOrNull(state, slot);
        if (node == null) {
            throw new AssertionError("slot " + slot + " is not known: " + state.view(slot));
        }
        return node;
    }

    static @Nullable Node nodeOrNull(ClusterState state, int slot) {
        return switch (state.view(slot)) {
            case NodeView.Known(Node node) -> node;
            case NodeView.Stale(Node node, long _) -> node;
            case NodeView.Unknown _ -> null;
        };
    }

    /** All claims of a state by pod, without what people call the pod. */
    static Map<PodId, Claim> claims(ClusterState state) {
        Map<PodId, Claim> claims = new HashMap<>();
        for (int slot = 0; slot < state.views().size(); slot++) {
            Node node = nodeOrNull(state, slot);
            if (node != null) {
                node.claims().forEach(claim -> claims.put(claim.pod(), nameless(claim)));
            }
        }
        return claims;
    }

    static Claim nameless(Claim claim) {
        return claim.of(claim.pod(), "", 0);
    }

    /** Devices of a claim by name, those included that nobody can tell. */
    static Map<ResourceName, Integer> counts(Machine machine, Claim claim) {
        Map<ResourceName, Integer> counts = new HashMap<>();
        claim.missing().gpus().forEach((name, count) -> counts.merge(name, count, Integer::sum));
        claim.missing().vfs().forEach((name, count) -> counts.merge(name, count, Integer::sum));
        for (int left = claim.gpus(); left != 0; left &= left - 1) {
            counts.merge(machine.gpus().get(Integer.numberOfTrailingZeros(left)).resource(), 1, Integer::sum);
        }
        for (int source = 0; source < claim.vfs().length; source++) {
            counts.merge(machine.sources().get(source).pool().resource(), claim.vfs()[source], Integer::sum);
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** All of a state by name, without the order in which things came: two states that mean the same are equal here. */
    static Map<String, List<Object>> content(ClusterState state) {
        Map<String, List<Object>> content = new TreeMap<>();
        for (int slot = 0; slot < state.views().size(); slot++) {
            NodeView view = state.view(slot);
            Node node = nodeOrNull(state, slot);
            if (node == null) {
                content.put(view.name(), List.of("unknown"));
                continue;
            }
            List<Claim> claims = new ArrayList<>(node.claims());
            claims.sort(Comparator.comparing(claim -> claim.pod().uid()));
            List<Hold> holds = new ArrayList<>(node.holds());
            holds.sort(Comparator.comparing(hold -> hold.pod().uid()));
            content.put(
                    view.name(),
                    List.of(
                            view instanceof NodeView.Stale ? "stale" : "known",
                            node.machine(),
                            node.kubelet(),
                            node.usablePorts(),
                            IntStream.range(0, node.machine().sources().size())
                                    .map(node::existingVfs)
                                    .boxed()
                                    .toList(),
                            claims,
                            holds,
                            node.disputed().stream()
                                    .map(seen -> List.of(
                                            seen.pod(),
                                            seen.gpus(),
                                            IntStream.of(seen.vfs()).boxed().toList()))
                                    .sorted(Comparator.comparing(
                                            seen -> seen.getFirst().toString()))
                                    .toList()));
        }
        return content;
    }
}
