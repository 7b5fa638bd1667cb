package io.switchman.extender.embedded;

import io.switchman.events.machine.BundledMachines;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Nodes of bundled machine types. The same number and seed give the same cluster.
 *
 * @param nodes names and machines, in order
 * @param events what brings a state to this cluster, pods included
 */
public record EmbeddedCluster(List<Member> nodes, List<ClusterEvent> events) {
    /** How many of a hundred nodes are of each type, the common ones first. */
    private static final List<Share> SHARES = List.of(
            new Share("hgx-h100", 46),
            new Share("a100-hgx-2x2", 14),
            new Share("oci-bm-gpu-h100-8", 12),
            new Share("aws-p4d", 6),
            new Share("aws-p5", 6),
            new Share("h20-4rails", 8),
            new Share("mi300x", 3),
            new Share("gb300", 2),
            new Share("kvm-flat", 2),
            new Share("no-rdma", 1));

    private static final List<PolicyShare> POLICIES = List.of(
            new PolicyShare(TopologyPolicy.NONE, 40),
            new PolicyShare(TopologyPolicy.BEST_EFFORT, 40),
            new PolicyShare(TopologyPolicy.RESTRICTED, 10),
            new PolicyShare(TopologyPolicy.SINGLE_NUMA_NODE, 10));

    /** Of three nodes of a type one has a single pool for all its ports. */
    private static final int POOLED_OF_THREE = 2;

    public EmbeddedCluster {
        nodes = List.copyOf(nodes);
        events = List.copyOf(events);
    }

    /** A node and what it is. */
    public record Member(String name, Machine machine, KubeletSetup kubelet) {}

    /** How many of a hundred nodes have a kubelet of each policy; the kubelet's default is none. */
    private record PolicyShare(TopologyPolicy policy, int percent) {}

    private record Share(String type, int percent) {}

    /** A cluster on which nothing runs. */
    public static EmbeddedCluster idle(int nodes, long seed) {
        List<Member> members = members(nodes, random(seed));
        return new EmbeddedCluster(members, seen(members));
    }

    /** A cluster with pods on it that took GPUs and VFs here and there, so that hardly two nodes are in the same state. */
    public static EmbeddedCluster inMixedStates(int nodes, long seed) {
        RandomGenerator random = random(seed);
        List<Member> members = members(nodes, random);
        List<ClusterEvent> events = seen(members);
        for (Member member : members) {
            int free = (1 << member.machine().gpus().size()) - 1;
            int pods = random.nextInt(4);
            for (int i = 0; i < pods; i++) {
                int gpus = free & random.nextInt() & random.nextInt();
                free &= ~gpus;
                events.add(new ClusterEvent.ClaimAsked(member.name(), claim(member, i, gpus, random)));
            }
        }
        return new EmbeddedCluster(members, events);
    }

    private static Claim claim(Member member, int number, int gpus, RandomGenerator random) {
        int[] vfs = member.machine().sources().stream()
                .mapToInt(source -> random.nextInt(source.pool().total() / 3 + 1))
                .toArray();
        String pod = member.name() + "-pod-" + number;
        return new Claim(new PodId("embedded-" + pod), "embedded/" + pod, 0, gpus, vfs);
    }

    private static List<Member> members(int nodes, RandomGenerator random) {
        int digits = Math.max(4, Integer.toString(nodes).length());
        List<Machine> machines = new ArrayList<>();
        for (Share share : SHARES) {
            Machine machine = Objects.requireNonNull(
                    Objects.requireNonNull(BundledMachines.named(share.type())).machine());
            Machine pooled = PooledNames.of(machine);
            for (int i = 0; i < share.percent(); i++) {
                machines.add(i % 3 == POOLED_OF_THREE ? pooled : machine);
            }
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            String name = ("gpu-%0" + digits + "d").formatted(i);
            members.add(new Member(name, machines.get(random.nextInt(machines.size())), kubelet(random)));
        }
        return members;
    }

    private static KubeletSetup kubelet(RandomGenerator random) {
        int left = random.nextInt(100);
        for (PolicyShare share : POLICIES) {
            left -= share.percent();
            if (left < 0) {
                return KubeletSetup.of(KubeletRelease.FROM_1_36, share.policy());
            }
        }
        throw new IllegalStateException("the shares of policies do not add up to 100");
    }

    /** The same cluster with every node following plans. */
    public EmbeddedCluster steered() {
        List<Member> following = nodes.stream()
                .map(node ->
                        new Member(node.name(), node.machine(), node.kubelet().followingPlans()))
                .toList();
        List<ClusterEvent> changed = new ArrayList<>(seen(following));
        events.stream()
                .filter(event -> !(event instanceof ClusterEvent.NodeSeen))
                .forEach(changed::add);
        return new EmbeddedCluster(following, changed);
    }

    private static List<ClusterEvent> seen(List<Member> members) {
        List<ClusterEvent> events = new ArrayList<>();
        members.forEach(
                member -> events.add(new ClusterEvent.NodeSeen(member.name(), member.machine(), member.kubelet())));
        return events;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
