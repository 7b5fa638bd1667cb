package io.switchman.extender.request;

import io.switchman.events.kube.resources.Containers;
import io.switchman.events.kube.resources.Quantity;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.PodDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a pod asks for, read container by container as its kubelet does. */
final class Needs {
    private final Predicate<String> managed;
    private final List<String> problems = new ArrayList<>();

    Needs(Predicate<String> managed) {
        this.managed = managed;
    }

    /** What was wrong with quantities. */
    List<String> problems() {
        return problems;
    }

    /**
     * The demand; zeros count, because the kubelet makes hints for them. Containers that ask for nothing that matters to us are
     * left out.
     */
    PodDemand demand(PodFacts pod) {
        List<ContainerDemand> init = new ArrayList<>();
        List<ContainerDemand> main = new ArrayList<>();
        boolean guaranteed = ComputeClass.isGuaranteed(pod);
        for (PodFacts.ContainerNeeds container : pod.containers()) {
            Map<String, Integer> limits = quantities(container);
            int cpus = guaranteed ? ComputeClass.ownCpus(container) : 0;
            boolean others = container.requests().keySet().stream()
                    .anyMatch(name -> Containers.isExtended(name) && !managed.test(name));
            if (!limits.isEmpty() || cpus > 0 || others) {
                boolean sidecar = container.phase() == PodFacts.Phase.SIDECAR;
                (container.phase() == PodFacts.Phase.MAIN ? main : init)
                        .add(new ContainerDemand(limits, cpus, sidecar, others));
            }
        }
        return new PodDemand(init, main);
    }

    private Map<String, Integer> quantities(PodFacts.ContainerNeeds container) {
        Map<String, Integer> own = new TreeMap<>();
        Map<String, String> bad = new TreeMap<>();
        container.requests().forEach((name, text) -> {
            if (!managed.test(name)) {
                return;
            }
            Integer devices = Quantity.count(Quantity.parse(text));
            if (devices == null) {
                bad.put(name, text);
            } else {
                own.put(name, devices);
            }
        });
        bad.forEach((name, text) -> {
            String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
            problems.add("container " + container.name() + " asks for \"" + shown + "\" of " + name + ": allowed are "
                    + Quantity.COUNTS);
        });
        return own;
    }
}
