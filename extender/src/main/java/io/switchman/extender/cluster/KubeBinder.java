package io.switchman.extender.cluster;

import io.switchman.events.kube.write.BindAnswer;
import io.switchman.events.kube.write.BindOrder;
import io.switchman.events.kube.write.PodWriter;
import io.switchman.events.plan.KeyRing;
import io.switchman.events.plan.PlacedPlan;
import io.switchman.events.plan.PlannedClaim;
import io.switchman.events.plan.Promise;
import io.switchman.events.plan.Signing;
import io.switchman.extender.app.Binder;
import io.switchman.topology.kubelet.Forecast;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds pods through the API server, with the signed plan in the same transaction. */
public final class KubeBinder implements Binder {
    private static final Logger LOG = LoggerFactory.getLogger(KubeBinder.class);

    private final PodWriter pods;
    private final KeyRing keys;
    private final Context writer;
    private final UnclearBinds unclear;

    /**
     * A binder.
     *
     * @param writer the context on which answers come
     * @param unclear asks after bindings of which nobody can tell
     */
    public KubeBinder(PodWriter pods, KeyRing keys, Context writer, UnclearBinds unclear) {
        this.pods = pods;
        this.keys = keys;
        this.writer = writer;
        this.unclear = unclear;
    }

    @Override
    public Future<Answer> bind(Order order) {
        String plan = order.placed() == null ? null : plan(order, order.placed());
        Map<String, String> annotations = plan == null ? Map.of() : Map.of(PlacedPlan.ANNOTATION, plan);
        BindOrder bind = new BindOrder(order.pod(), order.namespace(), order.name(), order.node(), annotations);
        unclear.sent(order);
        return Future.fromCompletionStage(pods.bind(bind), writer).map(answer -> switch (answer) {
            case BindAnswer.Bound _ -> new Answer.Done();
            case BindAnswer.Refused(int _, String reason) -> new Answer.Refused(reason);
            case BindAnswer.NotSent(String reason) -> new Answer.Refused("not bound, try again: " + reason);
            case BindAnswer.Unclear(String reason) -> {
                unclear.follow(order);
                yield new Answer.Unclear(reason);
            }
        });
    }

    /** The annotation, or null where there is none to write: the pod then counts as foreign after a restart. */
    private @Nullable String plan(Order order, Placed placed) {
        Forecast forecast = placed.fits().forecast() == null
                ? Forecast.UNKNOWN
                : placed.fits().forecast();
        Promise promise = new Promise(
                forecast.kind(),
                Math.clamp(forecast.p(), 0, 1),
                placed.fits().policyMet(),
                placed.request().policy().locality());
        PlacedPlan plan = PlannedClaim.plan(
                id(order, placed.generation()),
                order.node(),
                placed.generation(),
                promise,
                placed.claim(),
                placed.before().machine());
        return switch (keys.sign(order.pod(), plan)) {
            case Signing.Signed(String annotation) -> annotation;
            case Signing.Unsigned(String reason) -> {
                LOG.warn("pod {}/{} is bound without a plan: {}", order.namespace(), order.name(), reason);
                yield null;
            }
        };
    }

    /** The same for the same decision, so that an order that is repeated is the same plan. */
    private static String id(Order order, long generation) {
        long hash = 1_125_899_906_842_597L;
        for (char c : (order.pod().uid() + '/' + order.node() + '/' + generation).toCharArray()) {
            hash = 31 * hash + c;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
