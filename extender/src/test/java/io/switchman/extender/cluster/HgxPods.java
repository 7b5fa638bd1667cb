package io.switchman.extender.cluster;

import io.switchman.events.kube.facts.ConditionStatus;
import io.switchman.events.kube.facts.DeviceEvidence;
import io.switchman.events.kube.facts.DeviceIds;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.KubeletVersion;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.PodEvidence;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodLife;
import io.switchman.events.kube.facts.PodNeeds;
import io.switchman.events.kube.facts.PodPhase;
import io.switchman.events.kube.facts.SriovDrain;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.events.kube.facts.TopologyStatus;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.kube.feed.Translated;
import io.switchman.extender.app.Cluster;
import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One HGX node, n, and pods on it, as facts; its devices are told by address. */
final class HgxPods {
    private static final Machine HGX = Cluster.machine(Cluster.HGX);

    private HgxPods() {}

    static PciAddress gpu(int index) {
        return HGX.gpus().get(index).address();
    }

    static PortId port(int index) {
        return HGX.ports().get(index).id();
    }

    static String vf(int port) {
        return HGX.ports().get(port).pools().getFirst().resource().value();
    }

    private static String vfId(int port) {
        return "00%02x:f0:00.0".formatted(port + 0xa0);
    }

    /** The node and what its agent reports. */
    static Fact[] node() {
        Map<ResourceName, Integer> allocatable = new HashMap<>();
        HGX.gpus().forEach(gpu -> allocatable.merge(gpu.resource(), 1, Integer::sum));
        HGX.sources()
                .forEach(source -> allocatable.merge(
                        source.pool().resource(), source.pool().total(), Integer::sum));
        Map<PciAddress, PortId> vfs = new HashMap<>();
        for (int i = 0; i < HGX.ports().size(); i++) {
            vfs.put(Objects.requireNonNull(PciAddress.parse(vfId(i))), port(i));
        }
        return new Fact[] {
            new NodeFacts(
                    "n",
                    "node-n",
                    Map.of(),
                    List.of(),
                    false,
                    "boot",
                    KubeletVersion.parse("v1.36.1"),
                    Map.of("Ready", ConditionStatus.TRUE),
                    allocatable,
                    SriovDrain.IDLE),
            new TopologyFacts(
                    "n",
                    "boot",
                    1,
                    HGX,
                    List.of(),
                    new DeviceIds(Map.of(), vfs),
                    KubeletSetup.UNKNOWN,
                    TopologyStatus.NONE)
        };
    }

    /** A bound pod of which nobody tells what it got. */
    static PodFacts pod(String name, int gpus, int... ports) {
        return pod(name, PodEvidence.NONE, gpus, ports);
    }

    /** A bound pod that got these. */
    static PodFacts got(String name, int[] gpus, int... ports) {
        List<DeviceEvidence> devices = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int gpu : gpus) {
            ids.add(gpu(gpu).toString());
        }
        devices.add(new DeviceEvidence("c", HGX.gpus().getFirst().resource().value(), ids, List.of()));
        for (int port : ports) {
            devices.add(new DeviceEvidence("c", vf(port), List.of(vfId(port)), List.of()));
        }
        return pod(name, new PodEvidence(devices, List.of()), gpus.length, ports);
    }

    private static PodFacts pod(String name, PodEvidence evidence, int gpus, int... ports) {
        Map<String, Integer> limits = new HashMap<>();
        limits.put(HGX.gpus().getFirst().resource().value(), gpus);
        for (int port : ports) {
            limits.put(vf(port), 1);
        }
        ContainerDemand demand = new ContainerDemand(limits, 0, false, false);
        PodLife life = new PodLife("n", null, "s", PodPhase.RUNNING, false, List.of(), null, null);
        PodNeeds needs = new PodNeeds(List.of(), List.of(new PodNeeds.Container("c", demand)), List.of());
        return new PodFacts(
                new PodId("uid-" + name), "ns", name, 0, life, needs, evidence, Map.of(), Map.of(), null, null);
    }

    /** The same pod with an annotation. */
    static PodFacts annotated(PodFacts pod, String key, String value) {
        return new PodFacts(
                pod.id(),
                pod.namespace(),
                pod.name(),
                pod.priority(),
                pod.life(),
                pod.needs(),
                pod.evidence(),
                pod.labels(),
                Map.of(key, value),
                null,
                null);
    }

    static String kind(Fact fact) {
        return switch (fact) {
            case NodeFacts _ -> "Node";
            case PodFacts _ -> "Pod";
            default -> "NodeTopology";
        };
    }

    static FeedEvent<Fact> seen(Fact fact) {
        String name = fact instanceof PodFacts pod ? pod.name() : "n";
        return new FeedEvent.Seen<>(
                new ObjectKey("ns", name, kind(fact) + "-" + name), new Translated<>(fact, List.of()));
    }
}
