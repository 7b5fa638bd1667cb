package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.DeviceEvidence;
import io.switchman.events.kube.facts.PodFailure;
import io.switchman.events.kube.facts.PodPhase;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The fields of a pod's {@code status}. */
final class PodStatus {
    private static final int MAX_CONTAINERS = 512;
    private static final int MAX_RESOURCES = 256;
    private static final int MAX_IDS = 1024;
    private static final int MAX_MESSAGE = 1024;
    private static final List<String> STATUSES = List.of("initContainerStatuses", "containerStatuses");
    private static final Projection ALLOCATED = Projection.fields("name", "allocatedResourcesStatus");

    static final Projection PROJECTION = Projection.fields(
                    "phase", "reason", "message", "qosClass", "nominatedNodeName")
            .and(STATUSES.get(0), ALLOCATED)
            .and(STATUSES.get(1), ALLOCATED);

    private static final Map<String, PodPhase> PHASES = new TreeMap<>(Map.of(
            "Pending", PodPhase.PENDING,
            "Running", PodPhase.RUNNING,
            "Succeeded", PodPhase.SUCCEEDED,
            "Failed", PodPhase.FAILED,
            "Unknown", PodPhase.UNKNOWN));

    private PodStatus() {}

    static PodPhase phase(JsonFields status) {
        PodPhase phase = status.word("phase", PHASES);
        return phase == null ? PodPhase.UNKNOWN : phase;
    }

    /** Why the pod failed, or null if it did not or nobody says. */
    static @Nullable PodFailure failure(JsonFields status) {
        String reason = status.filled("reason");
        if (reason == null || !"Failed".equals(status.text("phase"))) {
            return null;
        }
        String message = status.text("message", "");
        return new PodFailure(reason, message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message);
    }

    /** Devices of managed resources that the kubelet says it gave. */
    static List<DeviceEvidence> devices(JsonFields status, Predicate<String> managed) {
        List<DeviceEvidence> all = new ArrayList<>();
        for (String field : STATUSES) {
            for (JsonFields container : status.each(field, MAX_CONTAINERS)) {
                for (JsonFields resource : container.each("allocatedResourcesStatus", MAX_RESOURCES)) {
                    String name = resource.filled("name");
                    if (name != null && managed.test(name)) {
                        all.add(evidence(container.text("name", ""), name, resource));
                    }
                }
            }
        }
        return all;
    }

    private static DeviceEvidence evidence(String container, String name, JsonFields resource) {
        List<String> ids = new ArrayList<>();
        List<String> unhealthy = new ArrayList<>();
        for (JsonFields device : resource.each("resources", MAX_IDS)) {
            String id = device.filled("resourceID");
            if (id == null) {
                device.problem("resourceID", "is missing");
                continue;
            }
            ids.add(id);
            if ("Unhealthy".equals(device.text("health"))) {
                unhealthy.add(id);
            }
        }
        return new DeviceEvidence(container, name, ids, unhealthy);
    }
}
