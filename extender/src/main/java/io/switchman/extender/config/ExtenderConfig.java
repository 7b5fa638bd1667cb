package io.switchman.extender.config;

import io.switchman.topology.placement.DamageWeights;
import java.util.Map;

/**
 * Everything that an operator can set.
 *
 * @param mode whether decisions bind the scheduler
 * @param verbs where kube-scheduler calls
 * @param operations where people and monitoring look
 * @param kubernetes how the cluster is reached
 * @param resources which resource names are ours
 * @param policy what holds for a pod that says nothing
 * @param namespaces what holds instead in some namespaces
 * @param scheduler what we know of the kube-scheduler that calls
 * @param hold tentative claims
 * @param damage what later requests lose
 * @param limits bounds on everything
 */
public record ExtenderConfig(
        Mode mode,
        VerbsConfig verbs,
        Listener operations,
        KubernetesConfig kubernetes,
        ResourceNames resources,
        PolicyDefaults policy,
        Map<String, PolicyDefaults> namespaces,
        SchedulerFacts scheduler,
        HoldConfig hold,
        DamageWeights damage,
        Limits limits) {
    public static final ExtenderConfig DEFAULT = new ExtenderConfig(
            Mode.ENFORCE,
            VerbsConfig.at(new Listener("127.0.0.1", 8888)),
            new Listener("0.0.0.0", 9090),
            KubernetesConfig.DEFAULT,
            ResourceNames.DEFAULT,
            PolicyDefaults.DEFAULT,
            Map.of(),
            SchedulerFacts.DEFAULT,
            HoldConfig.DEFAULT,
            DamageWeights.DEFAULT,
            Limits.DEFAULT);

    public ExtenderConfig {
        namespaces = Map.copyOf(namespaces);
    }

    /** Whether decisions bind the scheduler. */
    public enum Mode {
        /**
         * Judge and record, but never refuse, score or hold, and bind as the scheduler would by itself: the first days in a
         * cluster.
         */
        OBSERVE,
        /** Refuse, rank, hold and bind. */
        ENFORCE
    }

    /** The same with other listeners. */
    public ExtenderConfig with(VerbsConfig otherVerbs, Listener otherOperations) {
        return new ExtenderConfig(
                mode,
                otherVerbs,
                otherOperations,
                kubernetes,
                resources,
                policy,
                namespaces,
                scheduler,
                hold,
                damage,
                limits);
    }

    /** The defaults of a namespace. */
    public PolicyDefaults policyOf(String namespace) {
        return namespaces.getOrDefault(namespace, policy);
    }
}
