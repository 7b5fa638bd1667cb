package io.switchman.events.cluster;

import io.switchman.events.cluster.TrustedPlans.Trust;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Asked;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is known of one pod, and what the state was told of it. */
final class PodFile {
    private PodFacts facts;
    private boolean told;
    private @Nullable Evidence evidence;

    /** Whether the facts are from before its node started anew: what they say of devices is over. */
    private boolean outdated;

    PodFile(PodFacts facts) {
        this.facts = facts;
    }

    PodFacts facts() {
        return facts;
    }

    void set(PodFacts newer) {
        facts = newer;
        outdated = false;
    }

    /** Where it is bound and has not ended, or null. */
    @Nullable
    String node() {
        return facts.life().mayHoldDevices() ? facts.life().node() : null;
    }

    /** What the state was told that it got, or null. */
    @Nullable
    Evidence evidence() {
        return evidence;
    }

    /** The state has lost what it was told. */
    void forget() {
        told = false;
        evidence = null;
    }

    /** Its node started anew: only what the kubelet says from now on counts. */
    void outdate() {
        outdated = true;
        evidence = null;
    }

    /**
     * Tells that it is bound, and what it got, unless that was told already.
     *
     * @param node what its node looks like, a machine among it
     */
    void tell(
            String name,
            Machine machine,
            NodeOutlook node,
            TrustedPlans plans,
            List<ClusterEvent> into,
            List<Notice> notices) {
        if (!told) {
            Claim planned = null;
            switch (plans.of(facts, machine)) {
                case Trust.Ours(Claim claim) -> planned = claim;
                case Trust.Distrusted(String reason) -> notices.add(new Notice.PlanDistrusted(facts, reason));
                case Trust.Foreign _ -> {}
            }
            into.add(new ClusterEvent.PodBound(
                    name, facts.id(), facts.fullName(), facts.priority(), asked(facts, machine), planned));
            told = true;
        }
        Evidence now = outdated ? null : Evidence.of(facts, machine, node.ids());
        if (now != null && !now.equals(evidence)) {
            into.add(new ClusterEvent.EvidenceSeen(facts.id(), now.gpus(), now.vfCounts()));
            evidence = now;
        }
    }

    /** What it has at its peak, as far as the machine knows the names. */
    private static Asked asked(PodFacts facts, Machine machine) {
        Map<ResourceName, Integer> gpus = new TreeMap<>();
        Map<ResourceName, Integer> vfs = new TreeMap<>();
        facts.needs().demand().limits().forEach((text, count) -> {
            if (count > 0 && ResourceName.isValid(text)) {
                ResourceName name = new ResourceName(text);
                (machine.gpusNamed(name) != 0 ? gpus : vfs).put(name, count);
            }
        });
        return new Asked(gpus, vfs);
    }
}
