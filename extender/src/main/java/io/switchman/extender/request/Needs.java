package io.switchman.extender.request;

import io.switchman.events.kube.Containers;
import io.switchman.events.kube.Quantity;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.PodDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a pod needs of each managed resource over its life: its containers and sidecars together, or an init container
 * with the sidecars that started before it, whichever is more.
 *
 * <p>Source: {@code resource.PodRequests} in k8s.io/component-helpers.
 */
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

    /** Devices by resource name, those of zero left out. */
    Map<String, Integer> of(PodFacts pod) {
        Map<String, Integer> running = new TreeMap<>();
        Map<String, Integer> peak = new TreeMap<>();
        Map<String, Integer> sidecars = new TreeMap<>();
        for (PodFacts.ContainerNeeds container : pod.containers()) {
            Map<String, Integer> own = quantities(container);
            switch (container.phase()) {
                case MAIN -> own.forEach((name, n) -> running.merge(name, n, Needs::sum));
                case SIDECAR ->
                    own.forEach((name, n) -> {
                        running.merge(name, n, Needs::sum);
                        sidecars.merge(name, n, Needs::sum);
                    });
                case INIT ->
                    own.forEach((name, n) -> peak.merge(name, sum(n, sidecars.getOrDefault(name, 0)), Math::max));
            }
        }
        running.forEach((name, n) -> peak.merge(name, n, Math::max));
        peak.values().removeIf(n -> n == 0);
        return peak;
    }

    /**
     * The same container by container, as the kubelet looks at it; zeros count there, because they have hints, too. Containers
     * that ask for nothing that matters to us are left out.
     */
    PodDemand demand(PodFacts pod) {
        List<ContainerDemand> init = new ArrayList<>();
        List<ContainerDemand> main = new ArrayList<>();
        boolean guaranteed = pod.isGuaranteed();
        for (PodFacts.ContainerNeeds container : pod.containers()) {
            Map<String, Integer> limits = quantities(container);
            int cpus = guaranteed ? container.cpus() : 0;
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

    private static int sum(int a, int b) {
        return (int) Math.min((long) a + b, Integer.MAX_VALUE);
    }
}
