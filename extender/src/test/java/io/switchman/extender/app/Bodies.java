package io.switchman.extender.app;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Bodies as kube-scheduler writes them. */
public final class Bodies {
    private Bodies() {}

    /**
     * A pod that asks for devices.
     *
     * @param resources pairs of a name and a quantity; {@code gpu} and {@code port0} and so on are short for full names
     */
    public static String pod(String uid, String... resources) {
        return pod(uid, "", 0, resources);
    }

    /**
     * A pod with annotations and a priority.
     *
     * @param annotations members of the JSON object
     */
    public static String pod(String uid, String annotations, int priority, String... resources) {
        return """
                {"metadata":{"name":"%1$s","namespace":"train","uid":"%1$s","creationTimestamp":"2026-11-22T13:50:57Z",\
                "annotations":{%2$s}},"spec":{"containers":[{"name":"c","resources":{"limits":{%3$s},"requests":{%3$s}}}],\
                "priority":%4$d},"status":{"phase":"Pending"}}""".formatted(uid, annotations, quantities(resources), priority);
    }

    /** A pod of two containers that ask for the same: what its kubelet makes of it takes long to tell. */
    public static String twice(String uid, String... resources) {
        String one = "{\"name\":\"c\"";
        String limits = ",\"resources\":{\"limits\":{%s}}},".formatted(quantities(resources));
        return pod(uid, resources).replace(one, "{\"name\":\"first\"" + limits + one);
    }

    /** A pod that wants its devices aligned or not at all. */
    public static String strict(String uid, int priority, String... resources) {
        return pod(
                uid, "\"switchman.io/policy\":\"require\",\"switchman.io/min-certainty\":\"0\"", priority, resources);
    }

    /** {@code ExtenderArgs} with names. */
    public static String offer(String pod, String... nodes) {
        return "{\"Pod\":" + pod + ",\"Nodes\":null,\"NodeNames\":[" + quoted(List.of(nodes)) + "]}";
    }

    /** {@code ExtenderArgs} with the names n1 to a last one. */
    public static String offerUpTo(String pod, int last) {
        String[] names = new String[last];
        Arrays.setAll(names, i -> "n" + (i + 1));
        return offer(pod, names);
    }

    /** {@code ExtenderBindingArgs}. */
    public static String bind(String uid, String node) {
        return "{\"PodName\":\"%1$s\",\"PodNamespace\":\"train\",\"PodUID\":\"%1$s\",\"Node\":\"%2$s\"}"
                .formatted(uid, node);
    }

    /**
     * {@code ExtenderPreemptionArgs} with UIDs.
     *
     * @param candidates each a node and its victims, like {@code n1=uid1,uid2}
     */
    public static String preempt(String pod, String... candidates) {
        return "{\"Pod\":" + pod + ",\"NodeNameToVictims\":null,\"NodeNameToMetaVictims\":{"
                + Arrays.stream(candidates).map(Bodies::candidate).collect(Collectors.joining(","))
                + "}}";
    }

    private static String candidate(String nodeAndVictims) {
        int equals = nodeAndVictims.indexOf('=');
        String victims = Arrays.stream(nodeAndVictims.substring(equals + 1).split(",", -1))
                .filter(uid -> !uid.isEmpty())
                .map(uid -> "{\"UID\":\"" + uid + "\"}")
                .collect(Collectors.joining(","));
        return '"' + nodeAndVictims.substring(0, equals) + "\":{\"Pods\":[" + victims + "],\"NumPDBViolations\":0}";
    }

    private static String quantities(String... resources) {
        StringBuilder members = new StringBuilder("\"cpu\":\"32\"");
        for (int i = 0; i < resources.length; i += 2) {
            String name = resources[i];
            String full = name.equals("gpu")
                    ? "nvidia.com/gpu"
                    : name.startsWith("port") ? "nvidia.com/sriov_rdma_vf_" + name : name;
            members.append(",\"")
                    .append(full)
                    .append("\":\"")
                    .append(resources[i + 1])
                    .append('"');
        }
        return members.toString();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(","));
    }
}
