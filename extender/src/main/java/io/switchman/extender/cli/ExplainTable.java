package io.switchman.extender.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Words an explanation for a person: what is asked, how many nodes fit, then each node with why. */
final class ExplainTable {
    private final JsonObject explanation;

    ExplainTable(JsonObject explanation) {
        this.explanation = explanation;
    }

    String text() {
        JsonArray problems = explanation.getJsonArray("problems");
        JsonObject request = explanation.getJsonObject("request");
        String pod = "Pod " + explanation.getString("pod");
        if (!problems.isEmpty()) {
            return pod + " must be changed:\n"
                    + problems.stream().map(problem -> "  " + problem + "\n").collect(Collectors.joining());
        }
        if (request == null) {
            return pod + " asks for no device that Switchman manages, so every node passes.\n";
        }
        return pod + " asks for " + asked(request) + ".\n" + summary() + "\n" + nodes() + more();
    }

    private static String asked(JsonObject request) {
        List<String> parts = new ArrayList<>();
        JsonObject gpus = request.getJsonObject("gpus");
        if (gpus != null) {
            parts.add(demand(gpus));
        }
        request.getJsonArray("vfs").forEach(vf -> parts.add(demand((JsonObject) vf)));
        JsonObject policy = request.getJsonObject("policy");
        String mode = policy.getString("mode");
        String near = mode.equals("ignore")
                ? "locality ignored"
                : "locality " + policy.getString("locality") + " or nearer (" + mode + ")";
        return String.join(", ", parts) + "; " + near + ", distinct ports: " + policy.getString("distinctPorts");
    }

    private static String demand(JsonObject demand) {
        return demand.getInteger("count") + " x " + demand.getString("resource");
    }

    private String summary() {
        JsonObject summary = explanation.getJsonObject("summary");
        JsonObject refused = summary.getJsonObject("refused");
        String reasons = refused.fieldNames().stream()
                .map(code -> refused.getInteger(code) + " " + code)
                .collect(Collectors.joining(", "));
        String best = explanation.getString("best");
        return "Of " + summary.getInteger("offered") + " nodes " + summary.getInteger("fits") + " fit, "
                + summary.getInteger("aligned") + " of them as near as asked."
                + (reasons.isEmpty() ? "" : " Refused: " + reasons + ".")
                + (best == null ? "" : "\nBest: " + best + ".") + "\n";
    }

    private String nodes() {
        TextTable table = new TextTable().row("#", "NODE", "FITS", "SURE", "LEVEL", "WHY");
        for (Object entry : explanation.getJsonArray("nodes")) {
            JsonObject node = (JsonObject) entry;
            Integer position = node.getInteger("position");
            table.row(
                    position == null ? "-" : position.toString(),
                    node.getString("node"),
                    fits(node),
                    sure(node),
                    String.valueOf(node.getString("level", "-")),
                    why(node));
            String kubelet = kubelet(node);
            if (!kubelet.isEmpty()) {
                table.row("", "", "", "", "", kubelet);
            }
        }
        return table.text();
    }

    private static String fits(JsonObject node) {
        if (!node.getBoolean("fits")) {
            return "no";
        }
        return node.getBoolean("policyMet", false) ? "yes" : "not near";
    }

    /** How sure aligned devices are. */
    private static String sure(JsonObject node) {
        JsonObject certainty = node.getJsonObject("certainty");
        if (certainty == null) {
            return "-";
        }
        String kind = certainty.getString("class");
        return kind.equals("CHANCE") ? "CHANCE %.2f".formatted(certainty.getDouble("p")) : kind;
    }

    /** Why it is not certain, and what would make it so. */
    private static String kubelet(JsonObject node) {
        JsonObject certainty = node.getJsonObject("certainty");
        if (certainty == null || certainty.getString("class").equals("CERTAIN")) {
            return "";
        }
        String remedy = certainty.getString("remedy");
        return certainty.getString("why") + (remedy == null ? "" : "; certain with " + remedy);
    }

    private static String why(JsonObject node) {
        JsonObject refusal = node.getJsonObject("refusal");
        if (refusal != null) {
            return refusal.getString("code") + ": " + refusal.getString("detail");
        }
        if (!node.containsKey("gpus")) {
            return "unknown, and the policy lets unknown nodes pass";
        }
        List<String> parts = new ArrayList<>();
        if (node.getBoolean("contested")) {
            parts.add("other pods hold some of it");
        }
        if (node.getBoolean("stale")) {
            parts.add("its data is old");
        }
        JsonArray pairs = node.getJsonArray("pairs");
        pairs.forEach(pair -> parts.add(pair((JsonObject) pair)));
        int gpus = node.getJsonArray("gpus").size();
        int vfs = node.getJsonArray("ports").stream()
                .mapToInt(port -> ((JsonObject) port).getInteger("count"))
                .sum();
        leftOver(parts, gpus - pairs.size(), "GPU", pairs.isEmpty());
        leftOver(parts, vfs - pairs.size(), "VF", pairs.isEmpty());
        return String.join(", ", parts);
    }

    private static String pair(JsonObject pair) {
        Integer rail = pair.getInteger("rail");
        return pair.getString("gpu") + "+" + pair.getString("port") + " (" + (rail == null ? "" : "rail " + rail + ", ")
                + pair.getString("level") + ")";
    }

    private static void leftOver(List<String> parts, int count, String kind, boolean alone) {
        if (count > 0) {
            parts.add(count + (alone ? " " : " more ") + kind + (count > 1 ? "s" : ""));
        }
    }

    private String more() {
        return explanation.getBoolean("truncated") ? "More nodes were looked at; --limit shows more.\n" : "";
    }
}
