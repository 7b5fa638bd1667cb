package io.switchman.events.kube.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.switchman.events.kube.json.ProjectedReader;
import io.switchman.events.kube.json.Projection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Single requests to an API server, each answered within its own time.
 *
 * <p>The HTTP client below may send a request a second time on another connection when the first one breaks. So whoever
 * sends must put a precondition into the request (a UID, a resourceVersion) and must be able to meet his own deed.
 */
public final class ApiExchange {
    private static final Projection STATUS = Projection.fields("message", "reason", "code");
    private static final int MAX_CHARACTERS = 512 << 10;

    private final ApiClient client;
    private final OkHttpClient http;

    ApiExchange(ApiClient client, OkHttpClient http) {
        this.client = client;
        this.http = http;
    }

    /**
     * Sends a request and waits for the answer, on the caller's thread, which should be a virtual one.
     *
     * @param within most that all of it may take; only a name lookup that hangs can take longer
     */
    public ApiReply send(ApiRequest request, Duration within) {
        if (within.isNegative() || within.isZero()) {
            return new ApiReply.NotSent("no time was left");
        }
        AtomicBoolean sending = new AtomicBoolean();
        try {
            Call call = http.newBuilder()
                    .callTimeout(within)
                    .eventListener(new SendingListener(sending))
                    .build()
                    .newCall(made(request));
            try (Response response = call.execute()) {
                Projection wanted = response.isSuccessful() ? request.wanted() : STATUS;
                return new ApiReply.Answered(response.code(), body(response, wanted));
            }
        } catch (IOException | ApiException e) {
            String why = String.valueOf(e.getMessage());
            return sending.get() ? new ApiReply.Lost(why) : new ApiReply.NotSent(why);
        }
    }

    private Request made(ApiRequest request) throws ApiException {
        Request made = AuthorizedRequest.of(client, request.method(), request.path(), List.of());
        JsonObject body = request.body();
        if (body == null) {
            return made;
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return made.newBuilder()
                .method(request.method(), RequestBody.create(bytes, MediaType.parse(request.contentType())))
                .build();
    }

    /** The status counts, whatever becomes of the body. */
    private static JsonObject body(Response response, Projection wanted) {
        try (InputStreamReader in = new InputStreamReader(response.body().byteStream(), StandardCharsets.UTF_8)) {
            ProjectedReader reader = new ProjectedReader(ObjectReader.json(in), MAX_CHARACTERS);
            JsonElement value = reader.read(wanted);
            return value instanceof JsonObject object && !reader.isCut() ? object : new JsonObject();
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return new JsonObject();
        }
    }

    /** Notes when the first byte of a request is about to go out on a connection that stands. */
    private static final class SendingListener extends EventListener {
        private final AtomicBoolean sending;

        SendingListener(AtomicBoolean sending) {
            this.sending = sending;
        }

        @Override
        public void requestHeadersStart(Call call) {
            sending.set(true);
        }
    }
}
