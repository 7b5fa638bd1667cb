package io.switchman.events.kube.facts;

/** What one object of the cluster tells. Equal facts say that nothing changed that matters here. */
public sealed interface Fact
        permits NodeFacts,
                PodFacts,
                TopologyFacts,
                MachineTypeFacts,
                SriovNodeFacts,
                NetworkFacts,
                BudgetFacts,
                GangFacts {}
