package io.switchman.extender.request;

import com.github.benmanes.caffeine.cache.Interner;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.policy.AnnotationPolicy;
import io.switchman.extender.policy.PodPolicy;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.kubelet.PodDemand;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns pods into requests by the configuration. Any thread may use it. */
public final class Requests {
    /** Most resource names of one pod: more than any node has, so that a pod stays small when it is remembered. */
    private static final int MAX_NAMES = 256;

    private final ExtenderConfig config;
    private final ManagedNames names;
    /** Verdicts are looked up by request, and the same object is found at once. */
    private final Interner<Request> requests = Interner.newWeakInterner();
    /** A scheduler asks for each pod twice, and its reader then gives the same object. */
    private volatile @Nullable Answer last;

    public Requests(ExtenderConfig config) {
        this.config = config;
        this.names = new ManagedNames(config.resources());
    }

    /** What a pod asks of us. Its annotations count only if it asks for managed devices at all. */
    @SuppressWarnings("ReferenceEquality") // comparing whole pods would cost as much as asking anew
    public Asked of(PodFacts pod) {
        Answer before = last;
        if (before == null || before.pod() != pod) {
            before = new Answer(pod, asked(pod));
            last = before;
        }
        return before.asked();
    }

    private record Answer(PodFacts pod, Asked asked) {}

    private Asked asked(PodFacts pod) {
        Needs needs = new Needs(this::isManaged);
        PodDemand demand = needs.demand(pod);
        Asked asked = of(demand, needs.problems(), pod.namespace(), pod.annotations());
        return inJob(asked, pod.namespace(), pod.labels(), pod.podGroup());
    }

    /** What a pod asks of us, by what the cluster tells of it. */
    public Asked of(io.switchman.events.kube.facts.PodFacts pod) {
        Asked asked = of(pod.needs().demand(), List.of(), pod.namespace(), pod.annotations());
        return inJob(asked, pod.namespace(), pod.labels(), Jobs.name(pod.gang()));
    }

    private static Asked inJob(Asked asked, String namespace, Map<String, String> labels, String gang) {
        return asked instanceof Asked.Devices(Request request, PodPolicy policy, var _)
                ? new Asked.Devices(request, policy, Jobs.of(namespace, policy.job(), labels, gang))
                : asked;
    }

    /** Whether a resource name is one of GPUs or VFs that are ours. */
    public boolean isManaged(String name) {
        return names.isGpu(name) || names.isVf(name);
    }

    private Asked of(PodDemand demand, List<String> wrong, String namespace, Map<String, String> annotations) {
        Map<String, Integer> devices = new TreeMap<>(demand.limits());
        devices.values().removeIf(count -> count == 0);
        List<String> problems = new ArrayList<>(wrong);
        if (devices.isEmpty() && problems.isEmpty()) {
            return new Asked.Nothing();
        }
        if (devices.size() > MAX_NAMES) {
            return new Asked.Wrong(List.of(
                    "the pod asks for devices by " + devices.size() + " names: allowed are up to " + MAX_NAMES));
        }
        PodPolicy policy = policy(namespace, annotations, problems);
        GpuDemand gpus = null;
        List<VfDemand> vfs = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : devices.entrySet()) {
            String name = entry.getKey();
            if (entry.getValue() > Request.MAX_DEVICES) {
                problems.add("the pod asks for " + entry.getValue() + " of " + name + ": allowed are 0 to "
                        + Request.MAX_DEVICES);
            } else if (!ResourceName.isValid(name)) {
                problems.add("'" + name + "' is no resource name");
            } else if (names.isVf(name)) {
                vfs.add(new VfDemand(new ResourceName(name), entry.getValue()));
            } else if (gpus == null) {
                gpus = new GpuDemand(new ResourceName(name), entry.getValue());
            } else {
                problems.add(
                        "the pod asks for GPUs by two names, " + gpus.resource() + " and " + name + ": allowed is one");
            }
        }
        return policy == null || !problems.isEmpty()
                ? new Asked.Wrong(problems)
                : new Asked.Devices(requests.intern(new Request(gpus, vfs, policy.placement(), demand)), policy, null);
    }

    private @Nullable PodPolicy policy(String namespace, Map<String, String> annotations, List<String> problems) {
        return switch (AnnotationPolicy.read(annotations, config.policyOf(namespace))) {
            case AnnotationPolicy.Accepted(PodPolicy policy) -> policy;
            case AnnotationPolicy.Refused refused -> {
                refused.problems().forEach(problem -> problems.add(problem.toString()));
                yield null;
            }
        };
    }
}
