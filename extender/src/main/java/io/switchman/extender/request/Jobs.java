package io.switchman.extender.request;

import io.switchman.events.kube.facts.GangRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which job a pod is of: what it says itself, else what controllers write on the pods of a job, else its gang. */
final class Jobs {
    /** What names the whole comes before what names a part: the jobs of a job set carry the labels of both. */
    private static final List<String> LABELS = List.of(
            "training.kubeflow.org/job-name",
            "jobset.sigs.k8s.io/jobset-name",
            "leaderworkerset.sigs.k8s.io/name",
            "ray.io/cluster",
            "batch.kubernetes.io/job-name",
            "scheduling.x-k8s.io/pod-group",
            "pod-group.scheduling.sigs.k8s.io");

    /** Longest name that is looked at; labels are shorter, and so are names of objects. */
    private static final int MAX_NAME = 253;

    private Jobs() {}

    /**
     * The job.
     *
     * @param said what the pod's own annotation says, or null
     * @param gang the pod's gang, or empty
     */
    static @Nullable JobId of(String namespace, @Nullable String said, Map<String, String> labels, String gang) {
        if (said != null) {
            return new JobId(namespace, said);
        }
        for (String label : LABELS) {
            String name = labels.getOrDefault(label, "");
            if (isName(name)) {
                return new JobId(namespace, name);
            }
        }
        return isName(gang) ? new JobId(namespace, gang) : null;
    }

    /** A gang's name inside its namespace, or empty; it is told apart from others where one object describes several. */
    static String name(@Nullable GangRef gang) {
        if (gang == null) {
            return "";
        }
        return gang.group().isEmpty() ? gang.name() : gang.name() + "/" + gang.group() + "/" + gang.replica();
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME;
    }
}
