package io.switchman.e2e.fleet;

import io.switchman.e2e.plane.Caller;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Port;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Nodes of bundled machine types as their objects tell of them: Node by the kubelet, NodeTopology by the agent. */
public final class Fleet {
    private static final String TOPOLOGIES = "/apis/topology.switchman.io/v1alpha1/nodetopologies";
    private static final String VERSION = "v1.36.2";

    /** Those with GPUs and VFs, the common ones more often. */
    private static final List<String> TYPES = List.of(
            "hgx-h100",
            "a100-hgx-2x2",
            "hgx-h100",
            "oci-bm-gpu-h100-8",
            "h20-4rails",
            "hgx-h100",
            "aws-p4d",
            "aws-p5",
            "hgx-h100",
            "mi300x",
            "gb300",
            "kvm-flat");

    private static final List<TopologyPolicy> POLICIES = List.of(
            TopologyPolicy.NONE,
            TopologyPolicy.BEST_EFFORT,
            TopologyPolicy.BEST_EFFORT,
            TopologyPolicy.RESTRICTED,
            TopologyPolicy.SINGLE_NUMA_NODE);

    private static final int POOLED_EVERY = 3;
    private static final int STEERED_EVERY = 4;

    private final Map<String, PlayedNode> nodes = new LinkedHashMap<>();

    private UnaryOperator<JsonObject> change = UnaryOperator.identity();

    private Fleet() {}

    /** So many nodes: all machine types, kubelet policies, names by rail and of one pool, steered or not, in every mixture. */
    public static Fleet mixed(int size) {
        Fleet fleet = new Fleet();
        Map<String, PlayedMachine> makes = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            String type = TYPES.get(i % TYPES.size());
            int round = i / TYPES.size() + i % TYPES.size();
            boolean pooled = round % POOLED_EVERY == POOLED_EVERY - 1;
            KubeletSetup kubelet = KubeletSetup.of(KubeletRelease.FROM_1_36, POLICIES.get(round % POLICIES.size()));
            fleet.add(
                    "node-%04d".formatted(i),
                    makes.computeIfAbsent(type + pooled, _ -> PlayedMachine.of(type, pooled)),
                    i % STEERED_EVERY == 0 ? kubelet.followingPlans() : kubelet);
        }
        return fleet;
    }

    /** Nodes of one type with VFs by rail, whose kubelets have no topology policy. */
    public static Fleet of(String type, String... names) {
        Fleet fleet = new Fleet();
        PlayedMachine make = PlayedMachine.of(type, false);
        for (String name : names) {
            fleet.add(name, make, KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE));
        }
        return fleet;
    }

    /** The same, but that each has an agent that has its kubelet follow plans. */
    public static Fleet steered(String type, String... names) {
        return new Fleet().andSteered(type, names);
    }

    /** Adds such nodes of another type. */
    public Fleet andSteered(String type, String... names) {
        PlayedMachine make = PlayedMachine.of(type, false);
        KubeletSetup kubelet = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE);
        for (String name : names) {
            add(name, make, kubelet.followingPlans());
        }
        return this;
    }

    /** Has objects of kind Node changed before they are created, such as by labels and taints. */
    public Fleet changedBy(UnaryOperator<JsonObject> further) {
        change = further;
        return this;
    }

    private void add(String name, PlayedMachine make, KubeletSetup kubelet) {
        nodes.put(name, new PlayedNode(name, make, kubelet));
    }

    /** Nodes by name. */
    public Map<String, PlayedNode> nodes() {
        return nodes;
    }

    /** Creates their objects. */
    public void publish(Caller caller) {
        nodes.values().parallelStream().forEach(node -> {
            created(caller.post("/api/v1/nodes", change.apply(node(node)).encode()));
            JsonObject topology = topology(node);
            created(caller.post(TOPOLOGIES, topology.encode()));
            created(caller.patch(TOPOLOGIES + "/" + node.name() + "/status", topology.encode()));
        });
    }

    /**
     * Has the agent of a node report its links anew.
     *
     * @param sequence more than in its last report; the first one had 1
     * @param down the port that is down, or -1
     */
    public void link(Caller caller, PlayedNode node, long sequence, int down) {
        JsonObject status = status(node, sequence, down);
        created(caller.patch(
                TOPOLOGIES + "/" + node.name() + "/status",
                new JsonObject().put("status", status).encode()));
    }

    private static JsonObject status(PlayedNode node, long sequence, int down) {
        JsonArray links = new JsonArray();
        List<Port> ports = node.machine().ports();
        for (int port = 0; port < ports.size(); port++) {
            links.add(new JsonObject()
                    .put("address", ports.get(port).id().toString())
                    .put("link", port == down ? "down" : "up"));
        }
        return new JsonObject()
                .put("sequence", sequence)
                .put("ports", links)
                .put("steering", node.kubelet().steered() ? "on" : "off");
    }

    private static void created(Caller.Answer answer) {
        if (answer.code() >= 300) {
            throw new AssertionError(answer.toString());
        }
    }

    private static JsonObject node(PlayedNode node) {
        JsonObject resources =
                new JsonObject().put("cpu", "192").put("memory", "2Ti").put("pods", "110");
        Map<String, Integer> devices = new TreeMap<>();
        node.machine().gpus().forEach(gpu -> devices.merge(gpu.resource().value(), 1, Integer::sum));
        node.machine()
                .sources()
                .forEach(source -> devices.merge(
                        source.pool().resource().value(), source.pool().total(), Integer::sum));
        devices.forEach((name, count) -> resources.put(name, count.toString()));
        JsonObject info = new JsonObject()
                .put("bootID", boot(node))
                .put("kubeletVersion", VERSION)
                .put("machineID", "")
                .put("systemUUID", "")
                .put("kernelVersion", "")
                .put("osImage", "")
                .put("containerRuntimeVersion", "")
                .put("kubeProxyVersion", "")
                .put("operatingSystem", "linux")
                .put("architecture", "amd64");
        return new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("metadata", named(node).put("labels", new JsonObject().put("kubernetes.io/hostname", node.name())))
                .put(
                        "status",
                        new JsonObject()
                                .put("capacity", resources)
                                .put("allocatable", resources)
                                .put("nodeInfo", info));
    }

    private static JsonObject topology(PlayedNode node) {
        JsonObject manager = new JsonObject()
                .put("policy", word(node.kubelet().policy()))
                .put("scope", word(node.kubelet().scope()))
                .put("options", new JsonObject());
        JsonObject kubelet = new JsonObject()
                .put("version", VERSION)
                .put("topologyManager", manager)
                .put("cpuManager", word(node.kubelet().cpuManager()));
        return new JsonObject()
                .put("apiVersion", "topology.switchman.io/v1alpha1")
                .put("kind", "NodeTopology")
                .put("metadata", named(node))
                .put(
                        "spec",
                        new JsonObject()
                                .put("bootID", boot(node))
                                .put("sequence", 1)
                                .put("machine", node.make().report(node.name()))
                                .put("kubelet", kubelet))
                .put("status", status(node, 1, -1));
    }

    private static JsonObject named(PlayedNode node) {
        return new JsonObject().put("name", node.name());
    }

    private static String boot(PlayedNode node) {
        return "boot-of-" + node.name();
    }

    private static String word(@Nullable Enum<?> value) {
        return Objects.requireNonNull(value).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
