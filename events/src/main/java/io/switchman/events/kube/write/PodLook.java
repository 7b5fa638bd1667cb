package io.switchman.events.kube.write;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.switchman.events.kube.client.ApiExchange;
import io.switchman.events.kube.client.ApiReply;
import io.switchman.events.kube.client.ApiRequest;
import io.switchman.events.kube.json.Projection;
import io.switchman.topology.state.PodId;
import java.time.Duration;
import java.util.Map;

/** Looks where a pod stands, in the server's newest state: a GET without resourceVersion reads through its cache. */
final class PodLook {
    private static final int NOT_FOUND = 404;
    private static final Projection WANTED =
            new Projection.Fields(Map.of("metadata", Projection.fields("uid"), "spec", Projection.fields("nodeName")));

    private final ApiExchange api;

    PodLook(ApiExchange api) {
        this.api = api;
    }

    PodPlace place(String path, PodId pod, Duration within) {
        return switch (api.send(ApiRequest.get(path, WANTED), within)) {
            case ApiReply.NotSent(String why) -> new PodPlace.Unclear(why);
            case ApiReply.Lost(String why) -> new PodPlace.Unclear(why);
            case ApiReply.Answered answer when answer.isSuccess() -> place(answer.body(), pod);
            case ApiReply.Answered answer when answer.status() == NOT_FOUND -> new PodPlace.Gone();
            case ApiReply.Answered answer -> new PodPlace.Unclear(answer.described());
        };
    }

    private static PodPlace place(JsonObject body, PodId pod) {
        String uid = text(body, "metadata", "uid");
        String node = text(body, "spec", "nodeName");
        if (uid.isEmpty()) {
            return new PodPlace.Unclear("the answer is no pod");
        }
        if (!uid.equals(pod.uid())) {
            return new PodPlace.Gone();
        }
        return node.isEmpty() ? new PodPlace.NotBound() : new PodPlace.At(node);
    }

    private static String text(JsonObject body, String part, String name) {
        boolean told = body.get(part) instanceof JsonObject fields
                && fields.get(name) instanceof JsonPrimitive text
                && text.isString();
        return told ? body.getAsJsonObject(part).get(name).getAsString() : "";
    }
}
