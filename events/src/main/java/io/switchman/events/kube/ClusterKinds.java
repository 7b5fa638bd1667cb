package io.switchman.events.kube;

import io.switchman.events.kube.facts.BudgetFacts;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.GangFacts;
import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.MachineTypeFacts;
import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.events.kube.feed.ApiPath;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.json.Projection;
import io.switchman.events.kube.translate.BudgetTranslator;
import io.switchman.events.kube.translate.GangTranslator;
import io.switchman.events.kube.translate.MachineMemo;
import io.switchman.events.kube.translate.MachineTypeTranslator;
import io.switchman.events.kube.translate.NetworkTranslator;
import io.switchman.events.kube.translate.NodeTranslator;
import io.switchman.events.kube.translate.PodTranslator;
import io.switchman.events.kube.translate.SriovNodeTranslator;
import io.switchman.events.kube.translate.TopologyTranslator;
import io.switchman.events.kube.translate.Translator;
import java.util.List;
import java.util.function.Predicate;

/** All kinds of objects that facts come from. */
public final class ClusterKinds {
    private static final String SCHEDULING = "scheduling.k8s.io";

    private final Predicate<String> managed;
    private final MachineMemo machines;

    /**
     * Kinds that share what they are made of.
     *
     * @param managed tells resource names that are ours, of GPUs and of VFs
     * @param machines descriptions of machines, shared so that equal machines are one object
     */
    public ClusterKinds(Predicate<String> managed, MachineMemo machines) {
        this.managed = managed;
        this.machines = machines;
    }

    /** All of them. */
    public List<Kind<? extends Fact>> all() {
        return List.of(
                nodes(),
                pods(),
                topologies(),
                machineTypes(),
                sriovNodes(),
                networks(),
                budgets(),
                podGroups(),
                workloads(),
                coschedulingGroups());
    }

    public Kind<NodeFacts> nodes() {
        NodeTranslator translator = new NodeTranslator(managed);
        return required("Node", new ApiPath("", "v1", "nodes"), translator.projection(), translator);
    }

    /** Pods that name a managed resource in one of their containers, whether they were placed by us or not. */
    public Kind<PodFacts> pods() {
        PodTranslator translator = new PodTranslator(managed);
        return new Kind<>(
                "Pod",
                List.of(new ApiPath("", "v1", "pods")),
                translator.projection(),
                translator,
                pod -> pod.needs().namesDevices(),
                false);
    }

    public Kind<TopologyFacts> topologies() {
        TopologyTranslator translator = new TopologyTranslator(machines);
        return optional("NodeTopology", ours("nodetopologies"), translator.projection(), translator);
    }

    public Kind<MachineTypeFacts> machineTypes() {
        MachineTypeTranslator translator = new MachineTypeTranslator(machines);
        return optional("MachineType", ours("machinetypes"), translator.projection(), translator);
    }

    public Kind<SriovNodeFacts> sriovNodes() {
        SriovNodeTranslator translator = new SriovNodeTranslator();
        String plural = "sriovnetworknodestates";
        List<ApiPath> paths = List.of(
                new ApiPath("sriovnetwork.openshift.io", "v1", plural),
                new ApiPath("sriovnetwork.k8s.cni.cncf.io", "v1", plural));
        return optional("SriovNetworkNodeState", paths, translator.projection(), translator);
    }

    public Kind<NetworkFacts> networks() {
        NetworkTranslator translator = new NetworkTranslator();
        List<ApiPath> paths = List.of(new ApiPath("k8s.cni.cncf.io", "v1", "network-attachment-definitions"));
        return optional("NetworkAttachmentDefinition", paths, translator.projection(), translator);
    }

    public Kind<BudgetFacts> budgets() {
        BudgetTranslator translator = new BudgetTranslator();
        ApiPath path = new ApiPath("policy", "v1", "poddisruptionbudgets");
        return required("PodDisruptionBudget", path, translator.projection(), translator);
    }

    /** Groups of the scheduler itself, from Kubernetes 1.36 on where they are enabled. */
    public Kind<GangFacts> podGroups() {
        List<ApiPath> paths = List.of(
                new ApiPath(SCHEDULING, "v1beta1", "podgroups"),
                new ApiPath(SCHEDULING, "v1alpha3", "podgroups"),
                new ApiPath(SCHEDULING, "v1alpha2", "podgroups"));
        return gangs("PodGroup." + SCHEDULING, GangRef.Kind.POD_GROUP, paths);
    }

    /** Groups of the scheduler itself in Kubernetes 1.35. Later versions of Workload hold only templates. */
    public Kind<GangFacts> workloads() {
        return gangs("Workload", GangRef.Kind.WORKLOAD, List.of(new ApiPath(SCHEDULING, "v1alpha1", "workloads")));
    }

    /** Groups of the coscheduling plugin. */
    public Kind<GangFacts> coschedulingGroups() {
        String group = "scheduling.x-k8s.io";
        return gangs(
                "PodGroup." + group, GangRef.Kind.COSCHEDULING, List.of(new ApiPath(group, "v1alpha1", "podgroups")));
    }

    private static List<ApiPath> ours(String plural) {
        return List.of(new ApiPath("topology.switchman.io", "v1alpha1", plural));
    }

    private static Kind<GangFacts> gangs(String name, GangRef.Kind kind, List<ApiPath> paths) {
        GangTranslator translator = new GangTranslator(kind);
        return optional(name, paths, translator.projection(), translator);
    }

    private static <T extends Fact> Kind<T> required(
            String name, ApiPath path, Projection.Fields projection, Translator<T> translator) {
        return new Kind<>(name, List.of(path), projection, translator, fact -> true, false);
    }

    private static <T extends Fact> Kind<T> optional(
            String name, List<ApiPath> paths, Projection.Fields projection, Translator<T> translator) {
        return new Kind<>(name, paths, projection, translator, fact -> true, true);
    }
}
