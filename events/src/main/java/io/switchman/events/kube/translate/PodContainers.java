package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.PodNeeds;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.resources.Containers;
import io.switchman.topology.kubelet.ContainerDemand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of a pod ask for.
 *
 * <p>CPUs of its own has a container of a Guaranteed pod that asks for a whole number of them, and none where the pod has
 * resources as a whole ({@link Containers}).
 */
final class PodContainers {
    private static final int MAX_CONTAINERS = 512;

    private final Predicate<String> managed;
    private final boolean guaranteed;
    private final JsonFields spec;

    PodContainers(JsonFields spec, JsonFields status, Predicate<String> managed) {
        this.spec = spec;
        this.managed = managed;
        String told = status.filled("qosClass");
        boolean own = told == null ? isGuaranteed(spec) : told.equals("Guaranteed");
        JsonFields ofPod = spec.child("resources");
        this.guaranteed = own && !ofPod.has("limits") && !ofPod.has("requests");
    }

    List<PodNeeds.Container> init() {
        return containers("initContainers");
    }

    List<PodNeeds.Container> main() {
        return containers("containers");
    }

    private List<PodNeeds.Container> containers(String field) {
        List<PodNeeds.Container> all = new ArrayList<>();
        for (JsonFields container : spec.each(field, MAX_CONTAINERS)) {
            JsonFields resources = container.child("resources");
            Map<String, Integer> limits = Quantities.devices(resources, "limits", managed);
            boolean sidecar = field.equals("initContainers") && "Always".equals(container.text("restartPolicy"));
            boolean others = false;
            for (String name : resources.child("limits").names()) {
                others |= Containers.isExtended(name) && !managed.test(name);
            }
            int cpus = guaranteed ? Containers.ownCpus(request(resources, "cpu")) : 0;
            all.add(new PodNeeds.Container(
                    container.text("name", ""), new ContainerDemand(limits, cpus, sidecar, others)));
        }
        return all;
    }

    private static boolean isGuaranteed(JsonFields spec) {
        List<JsonFields> all = new ArrayList<>(spec.each("initContainers", MAX_CONTAINERS));
        all.addAll(spec.each("containers", MAX_CONTAINERS));
        return !all.isEmpty()
                && all.stream()
                        .map(container -> container.child("resources"))
                        .allMatch(resources -> Containers.OF_QOS.stream().allMatch(name -> isFixed(resources, name)));
    }

    private static boolean isFixed(JsonFields resources, String name) {
        return Containers.isFixed(Quantities.value(resources.child("limits"), name), request(resources, name));
    }

    /** A request; a limit stands in where there is none, as the API server's defaulting does. */
    private static @Nullable BigDecimal request(JsonFields resources, String name) {
        JsonFields requests = resources.child("requests");
        return Quantities.value(requests.has(name) ? requests : resources.child("limits"), name);
    }
}
