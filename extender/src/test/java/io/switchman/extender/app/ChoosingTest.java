package io.switchman.extender.app;

import static io.switchman.extender.app.Bodies.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.Taint;
import io.switchman.extender.network.KnownNetworks;
import io.switchman.extender.prefer.KnownTraits;
import io.switchman.extender.prefer.NodeTraits;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The node that prioritize names for one pod. */
@ExtendWith(VertxExtension.class)
class ChoosingTest {
    private static final String POOL = "nvidia.com/sriov_rdma_vf";
    private static final String JOB = "\"switchman.io/job\":\"j\"";
    private static final String TOLERATING = "\"tolerations\":[{\"key\":\"old\",\"operator\":\"Exists\"}],";

    private final Map<String, NodeTraits> traits = new HashMap<>();

    @Test
    void aPodGoesWhereItLikesToBe(Vertx vertx) throws Exception {
        Cluster cluster = cluster(Cluster.HGX, Cluster.HGX, Cluster.HGX);
        traits.put("n2", zone("b"));
        traits.put("n3", zone("c"));
        Caller caller = new Caller(vertx, cluster);
        String pod = pod("p", "gpu", "1", "port0", "1");
        assertThat(caller.prioritize(pod, "n1", "n2", "n3")).isEqualTo("n1");
        assertThat(caller.prioritize(preferring(pod, "c"), "n1", "n2", "n3")).isEqualTo("n3");
        assertThat(cluster.node("n3").holdOf(new PodId("p"))).isNotNull();
        assertThat(caller.prioritize(preferring(pod, "c"), "n1", "n2")).isEqualTo("n1");
    }

    @Test
    void taintsThatAskAreHeard(Vertx vertx) throws Exception {
        traits.put("n1", new NodeTraits(Map.of(), List.of(new Taint("old", "", Taint.Effect.PREFER_NO_SCHEDULE))));
        Caller caller = new Caller(vertx, cluster(Cluster.HGX, Cluster.HGX));
        String pod = pod("p", "gpu", "1", "port0", "1");
        assertThat(caller.prioritize(pod, "n1", "n2")).isEqualTo("n2");
        assertThat(caller.prioritize(in(pod, "\"spec\":{", TOLERATING), "n1", "n2"))
                .isEqualTo("n1");
    }

    @Test
    void nearnessAndDamageComeFirst(Vertx vertx) throws Exception {
        traits.put("n2", zone("b"));
        traits.put("n3", zone("b"));
        Cluster cluster = cluster(Cluster.HGX, Cluster.HGX, Cluster.NO_RDMA);
        cluster.claim("n1", "other", 0, 0b10, 0, 1);
        Caller caller = new Caller(vertx, cluster);
        String pod = preferring(pod("p", "gpu", "1", "port0", "1"), "b");
        assertThat(caller.prioritize(pod, "n1", "n2", "n3"))
                .as("no whole NUMA node is broken")
                .isEqualTo("n1");
    }

    @Test
    void podsOfAJobShareRailsWhereThatIsCertain(Vertx vertx) throws Exception {
        Cluster cluster = cluster(Cluster.HGX, Cluster.HGX, Cluster.HGX, Cluster.HGX);
        leaveOnly(cluster, "n1", 2);
        leaveOnly(cluster, "n2", 5);
        leaveOnly(cluster, "n3", 5);
        leaveOnly(cluster, "n4", 2, 5);
        Caller caller = new Caller(vertx, cluster);
        String first = pod("first", JOB, 0, "gpu", "1", POOL, "1");
        assertThat(caller.filter(first, "n3")).containsExactly("n3");
        String second = pod("second", JOB, 0, "gpu", "1", POOL, "1");
        assertThat(caller.filter(second, "n1", "n2")).hasSize(2);
        assertThat(caller.prioritize(second, "n1", "n2")).as("as the one held").isEqualTo("n2");
        assertThat(caller.bind("first", "n3")).isEmpty();
        caller.filter(second, "n1", "n2");
        assertThat(caller.prioritize(second, "n1", "n2")).as("as the one bound").isEqualTo("n2");
        caller.filter(second, "n1", "n4");
        assertThat(caller.prioritize(second, "n1", "n4"))
                .as("what is not certain is better than another rail")
                .isEqualTo("n4");
        cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("first")));
        caller.filter(second, "n1", "n2");
        assertThat(caller.prioritize(second, "n1", "n2")).as("nobody is left").isEqualTo("n1");
    }

    @Test
    void aJobIsKnownByLabelsToo(Vertx vertx) throws Exception {
        Cluster cluster = cluster(Cluster.HGX, Cluster.HGX, Cluster.HGX);
        leaveOnly(cluster, "n1", 2);
        leaveOnly(cluster, "n2", 5);
        leaveOnly(cluster, "n3", 5);
        Caller caller = new Caller(vertx, cluster);
        String label = "\"labels\":{\"batch.kubernetes.io/job-name\":\"j\"},";
        caller.filter(in(pod("first", "gpu", "1", POOL, "1"), "\"metadata\":{", label), "n3");
        String second = in(pod("second", "gpu", "1", POOL, "1"), "\"metadata\":{", label);
        caller.filter(second, "n1", "n2");
        assertThat(caller.prioritize(second, "n1", "n2")).isEqualTo("n2");
        String alone = pod("alone", "gpu", "1", POOL, "1");
        caller.filter(alone, "n1", "n2");
        assertThat(caller.prioritize(alone, "n1", "n2")).isEqualTo("n1");
    }

    /** All VFs are of one pool, and there is one on each of these ports. */
    private static void leaveOnly(Cluster cluster, String node, int... left) {
        Machine machine = Cluster.machine(Cluster.HGX);
        List<Port> ports = machine.ports().stream()
                .map(of -> new Port(
                        of.id(),
                        of.device(),
                        of.rail(),
                        of.netdev(),
                        of.rdma(),
                        List.of(new VfPool(new ResourceName(POOL), 4))))
                .toList();
        Machine pooled = new Machine("pooled", machine.numa(), machine.gpus(), ports, machine.nvlink());
        int[] vfs = new int[ports.size()];
        for (int port : left) {
            vfs[port] = 1;
        }
        cluster.keeper()
                .apply(List.of(
                        new ClusterEvent.NodeSeen(node, pooled), new ClusterEvent.PortsChanged(node, 0xff, vfs)));
    }

    private Cluster cluster(String... machines) {
        KnownTraits known = new KnownTraits() {
            @Override
            public NodeTraits of(String node) {
                return traits.getOrDefault(node, NodeTraits.NONE);
            }

            @Override
            public boolean anyDiscourages() {
                return traits.values().stream().anyMatch(node -> !node.taints().isEmpty());
            }
        };
        ClusterSide nobody = ClusterSide.NOBODY;
        return Cluster.of(machines).beside(nobody.with(known, KnownNetworks.NONE));
    }

    private static NodeTraits zone(String zone) {
        return new NodeTraits(Map.of("zone", zone), List.of());
    }

    private static String preferring(String pod, String zone) {
        return in(pod, "\"spec\":{", """
                "affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":\
                {"matchExpressions":[{"key":"zone","operator":"In","values":["%s"]}]}}]}},""".formatted(zone));
    }

    private static String in(String pod, String where, String member) {
        return pod.replace(where, where + member);
    }
}
