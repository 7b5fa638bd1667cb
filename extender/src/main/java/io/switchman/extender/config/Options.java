package io.switchman.extender.config;

import io.switchman.extender.config.ExtenderConfig.Mode;
import io.switchman.topology.placement.DamageWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every option. A new one is an entry here, and a use of it in {@link #build}. */
final class Options {
    static final String API_VERSION = "switchman.io/v1";
    static final String KIND = "ExtenderConfiguration";

    static final String POLICY_SECTION = "policy";

    /** The key above the policies of single namespaces. */
    static final String NAMESPACES = "namespaces";

    static final String NAMESPACES_DOC =
            "Policies of single namespaces, by name; what one does not say is as under policy.";

    /** Most namespaces with a policy of their own. */
    static final int MAX_NAMESPACES = 1_000;

    private static final Option<String> API_VERSION_OPTION = new Option<>(
            "",
            "apiVersion",
            OneOf.only(API_VERSION),
            _ -> API_VERSION,
            "The version of this format; must be written.");
    private static final Option<String> KIND_OPTION =
            new Option<>("", "kind", OneOf.only(KIND), _ -> KIND, "What this file is; must be written.");
    private static final Option<Mode> MODE = new Option<>(
            "",
            "mode",
            OneOf.lowerCase(List.of(Mode.OBSERVE, Mode.ENFORCE)),
            ExtenderConfig::mode,
            "Whether decisions bind the scheduler, or are only made and recorded.");

    private static final Option<String> VERBS_HOST =
            host("verbs", c -> c.verbs().listener());
    private static final Option<Long> VERBS_PORT = port("verbs", c -> c.verbs().listener());
    private static final List<Option<?>> VERBS = Stream.concat(
                    Stream.of(VERBS_HOST, VERBS_PORT), VerbsOptions.TRANSPORT.stream())
            .toList();
    private static final Option<String> OPERATIONS_HOST = host("operations", ExtenderConfig::operations);
    private static final Option<Long> OPERATIONS_PORT = port("operations", ExtenderConfig::operations);

    private static final Option<List<String>> GPUS = new Option<>(
            "resources", "gpus", new Names(Text.RESOURCE, 1), c -> c.resources().gpus(), "Names of GPU resources.");
    private static final Option<List<String>> VFS = new Option<>(
            "resources",
            "vfs",
            new Names(Text.RESOURCE_PATTERN, 1),
            c -> c.resources().vfs(),
            "Names of VF resources.");

    private static final PolicyOptions POLICY = PolicyOptions.of(POLICY_SECTION, ExtenderConfig::policy);

    private static final Option<Integer> VERSION = new Option<>(
            "scheduler",
            "version",
            new MinorVersion(),
            c -> c.scheduler().minorVersion(),
            "The Kubernetes version of the kube-scheduler that calls.");
    private static final Option<Long> BEST_NODES = number(
            "scheduler",
            "bestNodes",
            new WholeNumber(0, 1_000_000),
            c -> c.scheduler().bestNodes(),
            "Most nodes that filter returns, best first; 0 returns all.");

    private static final Option<Long> HOLD_DEADLINE = number(
            "hold",
            "deadlineMillis",
            new WholeNumber(1_000, 600_000),
            c -> c.hold().deadlineMillis(),
            "How long devices stay held for a pod that is not bound yet, or up to 100 longer.");

    private static final Option<Long> PAIR =
            damage("pair", DamageWeights::pair, "Points for each GPU that loses its last VF in GPUDirect reach.");
    private static final Option<Long> NUMA_NODE =
            damage("numaNode", DamageWeights::numaNode, "Points for each NUMA node that is no longer wholly free.");
    private static final Option<Long> PORT =
            damage("port", DamageWeights::port, "Points for each port whose last VF is taken.");

    private static final Option<Long> BODY_BYTES =
            limit("bodyBytes", 64L << 10, 1L << 30, Limits::bodyBytes, "Largest body of a request.");
    private static final Option<Long> BODY_MILLIS =
            limit("bodyMillis", 100, 600_000, Limits::bodyMillis, "Longest time for the body of a request to arrive.");
    private static final Option<Long> NODES_PER_REQUEST =
            limit("nodesPerRequest", 1, 1_000_000, Limits::nodesPerRequest, "Most nodes in one request.");
    private static final Option<Long> JSON_DEPTH =
            limit("jsonDepth", 16, 1_000, Limits::jsonDepth, "Deepest nesting of a request's JSON.");
    private static final Option<Long> IN_FLIGHT_REQUESTS = limit(
            "inFlightRequests",
            1,
            100_000,
            Limits::inFlightRequests,
            "Most requests of the scheduler in work at a time; more are answered 429.");
    private static final Option<Long> JUDGING_MILLIS = limit(
            "judgingMillis", 1, 60_000, Limits::judgingMillis, "Longest time for judging the nodes of one request.");
    private static final Option<Long> SEARCH_STATES =
            limit("searchStates", 1, 20_000, Limits::searchStates, "Most states of one exact search for devices.");
    private static final Option<Long> VERDICTS = limit(
            "verdicts",
            0,
            100_000_000,
            Limits::verdicts,
            "Most verdicts that are remembered; fewer where they would take more than a quarter of the heap.");
    private static final Option<Long> SHAPES =
            limit("shapes", 1, 10_000, Limits::shapes, "Kinds of requests whose node ranking is kept at hand.");
    private static final Option<Long> HOLDS = limit("holds", 1, 1_000_000, Limits::holds, "Most holds at a time.");
    private static final Option<Long> GANGS =
            limit("gangs", 1, 100_000, Limits::gangs, "Most gangs that hold devices at a time.");
    private static final Option<Long> NOMINATIONS =
            limit("nominations", 1, 100_000, Limits::nominations, "Pods remembered for which preempt made room.");
    private static final Option<Long> VICTIM_SETS =
            limit("victimSets", 1, 1_000_000, Limits::victimSets, "Most sets of victims looked at for one node.");
    private static final Option<Long> UNSETTLED_PER_NODE = limit(
            "unsettledPerNode",
            1,
            31,
            Limits::unsettledPerNode,
            "Pods on a node whose devices are not known for sure; with so many, pods that require alignment wait.");
    private static final Option<Long> WAITING = limit(
            "waiting",
            1,
            1_000_000,
            Limits::waiting,
            "Refused pods that are remembered, to be woken once there is room.");
    private static final Option<Long> FAILED_ADMISSIONS = limit(
            "failedAdmissions",
            1,
            1_000_000,
            Limits::failedAdmissions,
            "Pairs of node and request that are remembered because the node's kubelet failed such a pod.");
    private static final Option<Long> ACTUALS = limit(
            "actuals", 1, 1_000_000, Limits::actuals, "Pods that wait to have written on them which devices they got.");
    private static final Option<Long> OBSERVED = limit(
            "observed",
            1,
            1_000_000,
            Limits::observed,
            "Pods remembered in mode observe: as many that were judged and are not bound yet, and as many bound ones.");

    /**
     * All sections in the order of the documentation, each behind the one it stands in; {@code namespaces} comes behind
     * {@code policy}.
     */
    static final List<Section> SECTIONS = List.of(
            new Section("", "Configuration of the Switchman extender.", List.of(API_VERSION_OPTION, KIND_OPTION, MODE)),
            new Section("verbs", "Where kube-scheduler calls.", VERBS),
            new Section(
                    VerbsOptions.TLS_SECTION, "Mutual TLS of the verbs; all three files or none.", VerbsOptions.TLS),
            new Section("operations", "Where people and monitoring look.", List.of(OPERATIONS_HOST, OPERATIONS_PORT)),
            KubernetesOptions.SECTION,
            new Section(
                    "resources",
                    "The resource names that are ours; the scheduler's managedResources should name them too.",
                    List.of(GPUS, VFS)),
            new Section(POLICY_SECTION, "What holds for a pod whose annotations say nothing.", POLICY.all()),
            new Section("scheduler", "The kube-scheduler that calls.", List.of(VERSION, BEST_NODES)),
            new Section("hold", "Tentative claims between filter and bind.", List.of(HOLD_DEADLINE)),
            new Section("damage", "What later requests lose, in points.", List.of(PAIR, NUMA_NODE, PORT)),
            new Section(
                    "limits",
                    "Bounds on everything.",
                    List.of(
                            BODY_BYTES,
                            BODY_MILLIS,
                            NODES_PER_REQUEST,
                            JSON_DEPTH,
                            IN_FLIGHT_REQUESTS,
                            JUDGING_MILLIS,
                            SEARCH_STATES,
                            VERDICTS,
                            SHAPES,
                            HOLDS,
                            GANGS,
                            NOMINATIONS,
                            VICTIM_SETS,
                            UNSETTLED_PER_NODE,
                            WAITING,
                            FAILED_ADMISSIONS,
                            ACTUALS,
                            OBSERVED)));

    private Options() {}

    /** Every option but those of single namespaces. */
    static Stream<Option<?>> all() {
        return SECTIONS.stream().flatMap(section -> section.options().stream());
    }

    /** The keys of the sections that stand directly in one; the empty name is the whole document. */
    static Stream<String> sectionsIn(String name) {
        String prefix = name.isEmpty() ? "" : name + ".";
        return SECTIONS.stream()
                .map(Section::name)
                .filter(below -> below.startsWith(prefix) && below.length() > prefix.length())
                .map(below -> below.substring(prefix.length()))
                .filter(below -> below.indexOf('.') < 0);
    }

    /** The policy options of one namespace. */
    static PolicyOptions ofNamespace(String name) {
        return PolicyOptions.of(NAMESPACES + "." + name, config -> config.policyOf(name));
    }

    /** The configuration that a document describes. Wrong values become problems there and have their default here. */
    static ExtenderConfig build(Values values, List<String> namespaces) {
        values.require(API_VERSION_OPTION);
        values.require(KIND_OPTION);
        PolicyDefaults policy = POLICY.read(values, PolicyDefaults.DEFAULT);
        return new ExtenderConfig(
                values.get(MODE),
                VerbsOptions.read(values, new Listener(values.get(VERBS_HOST), values.getInt(VERBS_PORT))),
                new Listener(values.get(OPERATIONS_HOST), values.getInt(OPERATIONS_PORT)),
                KubernetesOptions.read(values),
                new ResourceNames(values.get(GPUS), values.get(VFS)),
                policy,
                readNamespaces(values, namespaces, policy),
                new SchedulerFacts(values.get(VERSION), values.getInt(BEST_NODES)),
                new HoldConfig(values.get(HOLD_DEADLINE)),
                new DamageWeights(values.getInt(PAIR), values.getInt(NUMA_NODE), values.getInt(PORT)),
                new Limits(
                        values.get(BODY_BYTES),
                        values.get(BODY_MILLIS),
                        values.getInt(NODES_PER_REQUEST),
                        values.getInt(JSON_DEPTH),
                        values.getInt(IN_FLIGHT_REQUESTS),
                        values.get(JUDGING_MILLIS),
                        values.getInt(SEARCH_STATES),
                        values.get(VERDICTS),
                        values.getInt(SHAPES),
                        values.getInt(HOLDS),
                        values.getInt(GANGS),
                        values.getInt(NOMINATIONS),
                        values.getInt(VICTIM_SETS),
                        values.getInt(UNSETTLED_PER_NODE),
                        values.getInt(WAITING),
                        values.getInt(FAILED_ADMISSIONS),
                        values.getInt(ACTUALS),
                        values.getInt(OBSERVED)));
    }

    private static Map<String, PolicyDefaults> readNamespaces(
            Values values, List<String> namespaces, PolicyDefaults otherwise) {
        var policies = new LinkedHashMap<String, PolicyDefaults>();
        namespaces.forEach(name -> policies.put(name, ofNamespace(name).read(values, otherwise)));
        return policies;
    }

    private static Option<String> host(String section, Function<ExtenderConfig, Listener> listener) {
        return new Option<>(
                section, "host", Text.HOST, listener.andThen(Listener::host), "Name or address to listen on.");
    }

    private static Option<Long> port(String section, Function<ExtenderConfig, Listener> listener) {
        return number(
                section,
                "port",
                new WholeNumber(0, 65_535),
                listener.andThen(Listener::port),
                "Port to listen on; 0 takes any free one.");
    }

    private static Option<Long> damage(String name, Function<DamageWeights, Number> value, String doc) {
        return number("damage", name, new WholeNumber(0, DamageWeights.MAX), c -> value.apply(c.damage()), doc);
    }

    private static Option<Long> limit(String name, long least, long most, Function<Limits, Number> value, String doc) {
        return number("limits", name, new WholeNumber(least, most), c -> value.apply(c.limits()), doc);
    }

    private static Option<Long> number(
            String section, String name, WholeNumber form, Function<ExtenderConfig, Number> value, String doc) {
        return new Option<>(section, name, form, value.andThen(Number::longValue), doc);
    }
}
