package io.switchman.extender.explain;

import io.switchman.extender.config.CertaintyForm;
import io.switchman.extender.config.PolicyWords;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes explanations. The form is described in docs/explain.md. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** An explanation as JSON. */
    public static JsonObject of(Explanation explanation) {
        return new JsonObject()
                .put("pod", explanation.pod())
                .put("request", explanation.request() == null ? null : request(explanation.request()))
                .put("problems", array(explanation.problems(), problem -> problem))
                .put("summary", summary(explanation.summary()))
                .put("best", explanation.best())
                .put("nodes", array(explanation.nodes(), ExplanationJson::node))
                .put("truncated", explanation.truncated());
    }

    private static JsonObject request(Request request) {
        Policy policy = request.policy();
        JsonObject gpus = request.gpus() == null
                ? null
                : demand(request.gpus().resource().value(), request.gpus().count());
        return new JsonObject()
                .put("gpus", gpus)
                .put("vfs", array(request.vfs(), vf -> demand(vf.resource().value(), vf.count())))
                .put(
                        "policy",
                        new JsonObject()
                                .put("mode", PolicyWords.MODE.write(policy.mode()))
                                .put("locality", policy.locality().name())
                                .put("minCertainty", new CertaintyForm().write(policy.minCertainty()))
                                .put("distinctPorts", PolicyWords.DISTINCT_PORTS.write(policy.distinctPorts())));
    }

    private static JsonObject demand(String resource, int count) {
        return new JsonObject().put("resource", resource).put("count", count);
    }

    private static JsonObject summary(Explanation.Summary summary) {
        JsonObject refused = new JsonObject();
        summary.refused().forEach((code, nodes) -> refused.put(code.name(), nodes));
        return new JsonObject()
                .put("offered", summary.offered())
                .put("fits", summary.fits())
                .put("aligned", summary.aligned())
                .put("refused", refused);
    }

    private static JsonObject node(Explanation.OnNode node) {
        JsonObject json = new JsonObject()
                .put("node", node.name())
                .put("position", node.position() == 0 ? null : node.position())
                .put("fits", node.position() > 0);
        Standing standing = node.standing();
        if (standing == null) {
            return json;
        }
        switch (standing.verdict()) {
            case Verdict.Fits fits -> plan(json.put("policyMet", fits.policyMet()), fits.plan());
            case Verdict.Refused(Refusal refusal) ->
                json.put(
                        "refusal",
                        new JsonObject()
                                .put("code", refusal.code().name())
                                .put("text", refusal.text())
                                .put("detail", RefusalWords.detail(refusal)));
        }
        Certainty certainty = node.certainty();
        return json.put("certainty", certainty == null ? null : certainty(certainty))
                .put("contested", standing.contested())
                .put("stale", standing.stale());
    }

    private static JsonObject certainty(Certainty certainty) {
        return new JsonObject()
                .put("class", certainty.kind().name())
                .put("p", certainty.p())
                .put("why", certainty.why())
                .put("remedy", certainty.remedy());
    }

    private static void plan(JsonObject json, Plan plan) {
        Machine machine = plan.machine();
        PairNames names = new PairNames(plan);
        json.put("level", plan.level() == null ? null : plan.level().name())
                .put("pairs", array(plan.pairs(), pair -> pair(machine, pair, names.resource(pair))))
                .put(
                        "gpus",
                        array(
                                plan.gpus(),
                                gpu -> machine.gpus().get(gpu).address().toString()))
                .put("ports", array(plan.vfs(), take -> port(machine, take)))
                .put("distinctPorts", plan.distinctPorts())
                .put("damage", plan.damage());
    }

    private static JsonObject pair(Machine machine, Plan.Pair pair, @Nullable String resource) {
        Gpu gpu = machine.gpus().get(pair.gpu());
        Port port = machine.ports().get(pair.port());
        return new JsonObject()
                .put("gpu", gpu.address().toString())
                .put("port", port.id().toString())
                .put("rail", rail(port))
                .put("resource", resource)
                .put("level", pair.level().name());
    }

    private static JsonObject port(Machine machine, Plan.Take take) {
        VfSource source = machine.sources().get(take.source());
        Port port = machine.ports().get(source.port());
        return new JsonObject()
                .put("port", port.id().toString())
                .put("rail", rail(port))
                .put("resource", source.pool().resource().value())
                .put("count", take.count());
    }

    static @Nullable Integer rail(Port port) {
        return port.rail() == null ? null : port.rail().index();
    }

    static <T> JsonArray array(Iterable<T> items, Function<T, Object> form) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(form.apply(item)));
        return array;
    }
}
