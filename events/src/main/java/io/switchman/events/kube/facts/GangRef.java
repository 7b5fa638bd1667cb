package io.switchman.events.kube.facts;

/**
 * A group of pods that are placed together.
 *
 * @param kind what describes the group
 * @param namespace of the pods and of the object
 * @param name the object's name
 * @param group the group's name inside the object, empty where the object is the group
 * @param replica which of several copies of the group, empty for the only one
 */
public record GangRef(Kind kind, String namespace, String name, String group, String replica) {
    /** What describes a group. */
    public enum Kind {
        /** {@code PodGroup} of scheduling.k8s.io, named by {@code spec.schedulingGroup.podGroupName}. */
        POD_GROUP,
        /** {@code Workload} of scheduling.k8s.io/v1alpha1, named by {@code spec.workloadRef}. */
        WORKLOAD,
        /** {@code PodGroup} of scheduling.x-k8s.io, named by a label. */
        COSCHEDULING
    }
}
