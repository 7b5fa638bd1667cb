package io.switchman.events.cluster;

import io.switchman.events.kube.facts.ConditionStatus;
import io.switchman.events.kube.facts.DeviceEvidence;
import io.switchman.events.kube.facts.DeviceIds;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.KubeletVersion;
import io.switchman.events.kube.facts.MachineTypeFacts;
import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.PodEvidence;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodFailure;
import io.switchman.events.kube.facts.PodLife;
import io.switchman.events.kube.facts.PodNeeds;
import io.switchman.events.kube.facts.PodPhase;
import io.switchman.events.kube.facts.SriovDrain;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.SriovPort;
import io.switchman.events.kube.facts.Taint;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.events.kube.facts.TopologyStatus;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.kube.feed.Translated;
import io.switchman.events.machine.BundledMachines;
import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Objects of a small cluster of HGX nodes, as facts. */
final class Things {
    static final Machine HGX = machine("hgx-h100");
    static final String GPU = HGX.gpus().getFirst().resource().value();
    static final KubeletSetup KUBELET = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.BEST_EFFORT);

    private Things() {}

    /** A machine that comes with the product. */
    static Machine machine(String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(BundledMachines.named(name)).machine());
    }

    /** The resource name of a port's VFs. */
    static String vf(int port) {
        return HGX.ports().get(port).pools().getFirst().resource().value();
    }

    static FeedEvent<Fact> seen(Fact fact) {
        return new FeedEvent.Seen<>(keyOf(fact), new Translated<>(fact, List.of()));
    }

    static FeedEvent<Fact> gone(Fact fact) {
        return new FeedEvent.Gone<>(keyOf(fact));
    }

    static String kindOf(Fact fact) {
        return switch (fact) {
            case NodeFacts _ -> "Node";
            case PodFacts _ -> "Pod";
            case TopologyFacts _ -> "NodeTopology";
            case SriovNodeFacts _ -> "SriovNetworkNodeState";
            case MachineTypeFacts _ -> "MachineType";
            default -> fact.getClass().getSimpleName();
        };
    }

    private static ObjectKey keyOf(Fact fact) {
        return switch (fact) {
            case NodeFacts node -> new ObjectKey("", node.name(), node.uid());
            case PodFacts pod ->
                new ObjectKey(pod.namespace(), pod.name(), pod.id().uid());
            case TopologyFacts topology -> new ObjectKey("", topology.node(), "topology-" + topology.node());
            case SriovNodeFacts sriov -> new ObjectKey("sriov", sriov.node(), "sriov-" + sriov.node());
            case MachineTypeFacts type -> new ObjectKey("", type.name(), "type-" + type.name());
            case NetworkFacts network ->
                new ObjectKey(network.namespace(), network.name(), "network-" + network.name());
            default -> throw new IllegalArgumentException(fact + " has no key");
        };
    }

    static NodeFacts node(String name, String bootId) {
        Map<ResourceName, Integer> allocatable = new HashMap<>();
        allocatable.put(new ResourceName(GPU), HGX.gpus().size());
        HGX.sources()
                .forEach(source -> allocatable.merge(
                        source.pool().resource(), source.pool().total(), Integer::sum));
        return node(name, bootId, allocatable);
    }

    static NodeFacts node(String name, String bootId, Map<ResourceName, Integer> allocatable) {
        return new NodeFacts(
                name,
                "node-" + name,
                Map.of("model", "hgx"),
                List.of(),
                false,
                bootId,
                KubeletVersion.parse("v1.36.1"),
                Map.of("Ready", ConditionStatus.TRUE),
                allocatable,
                SriovDrain.IDLE);
    }

    /** The same node with a taint. */
    static NodeFacts tainted(NodeFacts node, Taint taint) {
        return new NodeFacts(
                node.name(),
                node.uid(),
                node.labels(),
                List.of(taint),
                node.unschedulable(),
                node.bootId(),
                node.kubelet(),
                node.conditions(),
                node.allocatable(),
                node.drain());
    }

    static MachineTypeFacts type(String name, int priority, @Nullable Machine machine) {
        return new MachineTypeFacts(name, Map.of("model", "hgx"), priority, machine, List.of());
    }

    static TopologyFacts topology(String node, String bootId, Machine machine, TopologyStatus status) {
        return new TopologyFacts(node, bootId, 1, machine, List.of(), ids(machine), KUBELET, status);
    }

    static TopologyFacts topology(String node, String bootId) {
        return topology(node, bootId, HGX, TopologyStatus.NONE);
    }

    static TopologyStatus link(int port, Link link) {
        return new TopologyStatus(
                1, Map.of(HGX.ports().get(port).id(), link), Map.of(), TopologyStatus.Steering.UNKNOWN);
    }

    private static DeviceIds ids(Machine machine) {
        Map<String, PciAddress> gpus = new LinkedHashMap<>();
        for (int i = 0; i < machine.gpus().size(); i++) {
            gpus.put("GPU-" + i, machine.gpus().get(i).address());
        }
        Map<PciAddress, PortId> vfs = new LinkedHashMap<>();
        for (int port = 0; port < machine.ports().size(); port++) {
            for (int vf = 0; vf < 8; vf++) {
                vfs.put(
                        Objects.requireNonNull(PciAddress.parse(vfId(port, vf))),
                        machine.ports().get(port).id());
            }
        }
        return new DeviceIds(gpus, vfs);
    }

    static String vfId(int port, int vf) {
        return "00%02x:f0:00.%d".formatted(port + 0xa0, vf);
    }

    static SriovNodeFacts sriov(String node, SriovNodeFacts.Sync sync, SriovDrain drain, int vfs) {
        List<SriovPort> ports = HGX.ports().stream()
                .map(port ->
                        new SriovPort(port.id().function(), null, "ETH", Link.UP, 400_000, 16, vfs, false, List.of()))
                .toList();
        return new SriovNodeFacts(node, 1, sync, null, drain, SriovDrain.IDLE, ports);
    }

    /** A pod of one container with GPUs, and a VF of each of some ports. */
    static PodFacts pod(String uid, @Nullable String node, PodPhase phase, int gpus, int... ports) {
        return pod(uid, node, phase, null, PodEvidence.NONE, gpus, ports);
    }

    static PodFacts failed(String uid, String node, String reason, int gpus, int... ports) {
        return pod(uid, node, PodPhase.FAILED, new PodFailure(reason, ""), PodEvidence.NONE, gpus, ports);
    }

    /** The same pod with its kubelet's word for what it got: the GPU numbers, and the first VF of each of its ports. */
    static PodFacts withEvidence(PodFacts pod, int vf, int[] gpus, int... ports) {
        List<DeviceEvidence> devices = new ArrayList<>();
        devices.add(new DeviceEvidence(
                "main", GPU, Arrays.stream(gpus).mapToObj(i -> "GPU-" + i).toList(), List.of()));
        for (int port : ports) {
            devices.add(new DeviceEvidence("main", vf(port), List.of(vfId(port, vf)), List.of()));
        }
        return pod(
                pod.id().uid(),
                pod.life().node(),
                pod.life().phase(),
                null,
                new PodEvidence(devices, List.of()),
                gpus.length,
                ports);
    }

    private static PodFacts pod(
            String uid,
            @Nullable String node,
            PodPhase phase,
            @Nullable PodFailure failure,
            PodEvidence evidence,
            int gpus,
            int... ports) {
        Map<String, Integer> limits = new HashMap<>();
        limits.put(GPU, gpus);
        for (int port : ports) {
            limits.put(vf(port), 1);
        }
        ContainerDemand demand = new ContainerDemand(limits, 0, false, false);
        return new PodFacts(
                new PodId(uid),
                "ns",
                uid,
                0,
                new PodLife(node, null, "rail-scheduler", phase, false, List.of(), null, failure),
                new PodNeeds(List.of(), List.of(new PodNeeds.Container("main", demand)), List.of()),
                evidence,
                Map.of(),
                Map.of(),
                null,
                null);
    }
}
