package io.switchman.extender.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the answers of all verbs. */
public final class Answers {
    private static final int MAX_SCORE = 10;

    /** Longest error text, in characters. An event shows 1,024 bytes; more than that helps nobody. */
    private static final int MAX_ERROR = 4_096;

    private Answers() {}

    /**
     * {@code ExtenderFilterResult} with the nodes that pass. The rest is left out without a word, which the scheduler
     * takes for a refusal.
     *
     * @param slots slots of known nodes that pass, best first
     * @param unknown names of unknown nodes that pass
     */
    public static byte[] pass(Offered offered, NameTable table, int[] slots, List<String> unknown) {
        NodeObjects objects = offered.objects();
        return objects == null ? passNames(table, slots, unknown) : passObjects(objects, table, slots, unknown);
    }

    /**
     * {@code ExtenderFilterResult} in which no node passes, so every node is named with its reason.
     *
     * @param curable names and reasons that evicting pods could cure
     * @param incurable names and reasons that it could not
     */
    public static byte[] refuse(Offered offered, Map<String, String> curable, Map<String, String> incurable) {
        AnswerWriter out = new AnswerWriter(256 + (curable.size() + incurable.size()) * 96);
        out.raw(offered.objects() == null ? "{\"NodeNames\":[]" : "{\"Nodes\":{\"metadata\":{},\"items\":[]}");
        out.raw(",\"FailedNodes\":");
        texts(out, curable);
        out.raw(",\"FailedAndUnresolvableNodes\":");
        texts(out, incurable);
        return out.raw(",\"Error\":\"\"}").bytes();
    }

    /** {@code HostPriorityList} with one entry: ten points for one node, nothing for all others. */
    public static byte[] best(String node) {
        return new AnswerWriter(64 + node.length())
                .raw("[{\"Host\":")
                .string(node)
                .raw(",\"Score\":" + MAX_SCORE + "}]")
                .bytes();
    }

    /** {@code HostPriorityList} without an opinion. */
    public static byte[] noScores() {
        return new AnswerWriter(2).raw("[]").bytes();
    }

    /** Success of bind: an empty {@code ExtenderBindingResult}. */
    public static byte[] bound() {
        return new AnswerWriter(2).raw("{}").bytes();
    }

    /** Any result whose {@code Error} is set: the scheduler retries the pod with back-off and shows the text. */
    public static byte[] error(String text) {
        String shown = text.length() > MAX_ERROR ? text.substring(0, MAX_ERROR) + "…" : text;
        return new AnswerWriter(shown.length() + 32)
                .raw("{\"Error\":")
                .string(shown)
                .raw("}")
                .bytes();
    }

    /** {@code ExtenderPreemptionResult}. */
    public static byte[] victims(Map<String, PreemptArgs.Victims> byNode) {
        AnswerWriter out = new AnswerWriter(256).raw("{\"NodeNameToMetaVictims\":{");
        String comma = "";
        for (Map.Entry<String, PreemptArgs.Victims> entry : byNode.entrySet()) {
            out.raw(comma).string(entry.getKey()).raw(":{\"Pods\":[");
            String inner = "";
            for (String uid : entry.getValue().uids()) {
                out.raw(inner).raw("{\"UID\":").string(uid).raw("}");
                inner = ",";
            }
            out.raw("],\"NumPDBViolations\":" + entry.getValue().pdbViolations() + "}");
            comma = ",";
        }
        return out.raw("}}").bytes();
    }

    private static byte[] passNames(NameTable table, int[] slots, List<String> unknown) {
        AnswerWriter out = new AnswerWriter(128 + (slots.length + unknown.size()) * 48).raw("{\"NodeNames\":[");
        String comma = "";
        for (int slot : slots) {
            table.write(slot, out.raw(comma));
            comma = ",";
        }
        for (String name : unknown) {
            out.raw(comma).string(name);
            comma = ",";
        }
        return out.raw("],\"FailedNodes\":{},\"FailedAndUnresolvableNodes\":{},\"Error\":\"\"}")
                .bytes();
    }

    private static byte[] passObjects(NodeObjects objects, NameTable table, int[] slots, List<String> unknown) {
        AnswerWriter out = new AnswerWriter(1 << 16).raw("{\"Nodes\":{\"metadata\":{},\"items\":[");
        String comma = "";
        for (int slot : slots) {
            object(out.raw(comma), objects.of(slot), table.directory().names().get(slot));
            comma = ",";
        }
        for (String name : unknown) {
            object(out.raw(comma), objects.of(name), name);
            comma = ",";
        }
        return out.raw("]},\"FailedNodes\":{},\"FailedAndUnresolvableNodes\":{},\"Error\":\"\"}")
                .bytes();
    }

    private static void object(AnswerWriter out, @Nullable Slice object, String name) {
        if (object == null) {
            throw new IllegalStateException("node " + name + " was not offered");
        }
        out.raw(object.bytes(), object.from(), object.to());
    }

    private static void texts(AnswerWriter out, Map<String, String> byNode) {
        out.raw("{");
        String comma = "";
        for (Map.Entry<String, String> entry : byNode.entrySet()) {
            out.raw(comma).string(entry.getKey()).raw(":").string(entry.getValue());
            comma = ",";
        }
        out.raw("}");
    }
}
