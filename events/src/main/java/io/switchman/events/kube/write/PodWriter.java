package io.switchman.events.kube.write;

import io.switchman.events.kube.client.ApiExchange;
import io.switchman.events.kube.client.ApiReply;
import io.switchman.events.kube.client.ApiRequest;
import io.switchman.events.kube.client.ObjectPath;
import io.switchman.events.kube.json.Projection;
import io.switchman.topology.state.PodId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes to pods, and asks where they stand. Answers come on other threads; who has an event loop hops to it. Every stage
 * completes, in time and normally, whatever the server does.
 */
public final class PodWriter {
    private static final Projection NOTHING = Projection.fields();
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ApiExchange api;
    private final PodLook look;
    private final Lane binds;
    private final Lane asks;
    private final Lane annotations;

    public PodWriter(ApiExchange api, WriteSettings settings) {
        this.api = api;
        this.look = new PodLook(api);
        this.binds = new Lane("bindings", settings.binds(), settings.bindWithin());
        this.asks = new Lane("questions", settings.asks(), settings.askWithin());
        this.annotations = new Lane("annotations", settings.annotations(), settings.annotateWithin());
    }

    /**
     * What is in flight.
     *
     * @param binds bindings
     * @param asks questions where a pod stands
     * @param annotations writings of annotations
     */
    public record InFlight(int binds, int asks, int annotations) {}

    public InFlight inFlight() {
        return new InFlight(binds.inFlight(), asks.inFlight(), annotations.inFlight());
    }

    /**
     * Binds a pod. Asking again for the same is fine: the second answer is {@code Bound} too. Where the server's answer does
     * not tell, a look at the pod decides, in what is left of the time.
     */
    public CompletionStage<BindAnswer> bind(BindOrder order) {
        return binds.run(deadline -> bind(order, deadline), BindAnswer.NotSent::new, BindAnswer.Unclear::new);
    }

    /** Where a pod stands. */
    public CompletionStage<PodPlace> whereIs(String namespace, String name, PodId pod) {
        return asks.run(
                deadline -> {
                    String path = ObjectPath.pod(namespace, name);
                    return path == null ? new PodPlace.Gone() : look.place(path, pod, deadline.left());
                },
                PodPlace.Unclear::new,
                PodPlace.Unclear::new);
    }

    /**
     * Writes annotations to a pod and leaves its others alone.
     *
     * @param pod another pod of the same name is left alone
     * @param changes a value, or null to take one away
     */
    public CompletionStage<AnnotateAnswer> annotate(
            String namespace, String name, PodId pod, Map<String, @Nullable String> changes) {
        Map<String, @Nullable String> copy = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        return annotations.run(
                deadline -> annotate(namespace, name, pod, copy, deadline),
                AnnotateAnswer.NotSent::new,
                AnnotateAnswer.Unclear::new);
    }

    private BindAnswer bind(BindOrder order, Deadline deadline) {
        String path = ObjectPath.pod(order.namespace(), order.name());
        if (path == null || !ObjectPath.isName(order.node())) {
            return new BindAnswer.NotSent("namespace '%s', pod '%s' or node '%s' is not a name"
                    .formatted(order.namespace(), order.name(), order.node()));
        }
        ApiRequest request = ApiRequest.post(path + "/binding", PodBodies.binding(order), NOTHING);
        return switch (api.send(request, deadline.mostOfIt())) {
            case ApiReply.NotSent(String why) -> new BindAnswer.NotSent(why);
            case ApiReply.Lost(String why) -> looked(order, path, deadline, new BindAnswer.Unclear(why));
            case ApiReply.Answered answer ->
                switch (WriteEffect.of(answer.status())) {
                    case DONE -> new BindAnswer.Bound();
                    case NOT_TAKEN -> new BindAnswer.NotSent(answer.described());
                    case REFUSED -> new BindAnswer.Refused(answer.status(), answer.described());
                    case CONFLICT ->
                        looked(order, path, deadline, new BindAnswer.Refused(answer.status(), answer.described()));
                    case UNCLEAR -> looked(order, path, deadline, new BindAnswer.Unclear(answer.described()));
                };
        };
    }

    /** What a look at the pod makes of an answer; a pod that is bound stays where it is, so a look that finds it is final. */
    private BindAnswer looked(BindOrder order, String path, Deadline deadline, BindAnswer unbound) {
        return switch (look.place(path, order.uid(), deadline.left())) {
            case PodPlace.At(String node) when node.equals(order.node()) -> new BindAnswer.Bound();
            case PodPlace.At(String node) -> new BindAnswer.Refused(CONFLICT, "the pod is on node " + node);
            case PodPlace.Gone _ -> new BindAnswer.Refused(NOT_FOUND, "the pod is gone");
            case PodPlace.NotBound _ -> unbound;
            case PodPlace.Unclear(String why) -> new BindAnswer.Unclear(text(unbound) + "; then " + why);
        };
    }

    private static String text(BindAnswer answer) {
        return switch (answer) {
            case BindAnswer.Bound _ -> "bound";
            case BindAnswer.Refused refused -> refused.reason();
            case BindAnswer.NotSent(String reason) -> reason;
            case BindAnswer.Unclear(String reason) -> reason;
        };
    }

    private AnnotateAnswer annotate(
            String namespace, String name, PodId pod, Map<String, @Nullable String> changes, Deadline deadline) {
        String path = ObjectPath.pod(namespace, name);
        if (path == null) {
            return new AnnotateAnswer.Gone();
        }
        ApiRequest request = ApiRequest.mergePatch(path, PodBodies.annotationPatch(pod, changes), NOTHING);
        return switch (api.send(request, deadline.mostOfIt())) {
            case ApiReply.NotSent(String why) -> new AnnotateAnswer.NotSent(why);
            case ApiReply.Lost(String why) -> new AnnotateAnswer.Unclear(why);
            case ApiReply.Answered answer when answer.status() == NOT_FOUND -> new AnnotateAnswer.Gone();
            case ApiReply.Answered answer ->
                switch (WriteEffect.of(answer.status())) {
                    case DONE -> new AnnotateAnswer.Done();
                    case NOT_TAKEN -> new AnnotateAnswer.NotSent(answer.described());
                    case REFUSED -> new AnnotateAnswer.Refused(answer.status(), answer.described());
                    case CONFLICT -> {
                        boolean gone = look.place(path, pod, deadline.left()) instanceof PodPlace.Gone;
                        yield gone
                                ? new AnnotateAnswer.Gone()
                                : new AnnotateAnswer.Refused(answer.status(), answer.described());
                    }
                    case UNCLEAR -> new AnnotateAnswer.Unclear(answer.described());
                };
        };
    }
}
