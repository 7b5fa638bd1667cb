package io.switchman.extender.network;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.events.kube.translate.WantedNetworks;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.VfDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Compares the VFs that a pod asks for with those that its networks attach. */
public final class NetworksCheck {
    /** A network in place of the cluster's own, which may attach a VF too. */
    private static final String DEFAULT_NETWORK = "v1.multus-cni.io/default-network";

    private final KnownNetworks networks;
    private final Predicate<String> managed;

    /**
     * A check.
     *
     * @param managed tells resource names that are ours; others are not looked at
     */
    public NetworksCheck(KnownNetworks networks, Predicate<String> managed) {
        this.networks = networks;
        this.managed = managed;
    }

    /**
     * What does not fit, by name. Only what is certain: a network that is not known may attach anything, and where no network of
     * the cluster attaches a resource, it is used in another way.
     *
     * @param vfs what the pod asks for
     */
    public List<NetworksMismatch> of(PodFacts pod, List<VfDemand> vfs) {
        String text = pod.annotations().getOrDefault(WantedNetworks.ANNOTATION, "");
        if (text.isEmpty() && vfs.isEmpty()) {
            return List.of();
        }
        Map<ResourceName, Integer> needed = new TreeMap<>();
        WantedNetworks wanted = WantedNetworks.read(text, pod.namespace());
        boolean whole = wanted.whole() && !pod.annotations().containsKey(DEFAULT_NETWORK);
        for (NetworkRef network : wanted.networks()) {
            NetworkFacts facts = networks.of(network);
            whole &= facts != null;
            ResourceName resource = facts == null ? null : facts.resource();
            if (resource != null && managed.test(resource.value())) {
                needed.merge(resource, 1, Integer::sum);
            }
        }
        Map<ResourceName, Integer> asked = new TreeMap<>();
        vfs.forEach(vf -> asked.put(vf.resource(), vf.count()));
        List<NetworksMismatch> found = new ArrayList<>();
        for (Map.Entry<ResourceName, Integer> need : needed.entrySet()) {
            int count = asked.getOrDefault(need.getKey(), 0);
            if (count < need.getValue()) {
                found.add(new NetworksMismatch(need.getKey(), count, need.getValue()));
            }
        }
        for (Map.Entry<ResourceName, Integer> ask : asked.entrySet()) {
            int count = needed.getOrDefault(ask.getKey(), 0);
            if (whole && count < ask.getValue() && networks.attaches(ask.getKey())) {
                found.add(new NetworksMismatch(ask.getKey(), ask.getValue(), count));
            }
        }
        return found;
    }
}
