package io.switchman.events.kube.client;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.ObjectSource;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** An API server, as a place where feeds find their objects and single requests go. All share its connections. */
public final class ApiServer {
    private final ApiClient client;
    private final OkHttpClient lists;
    private final OkHttpClient watches;
    private final OkHttpClient single;
    private final int maxCharacters;

    /**
     * A server that a client leads to.
     *
     * @param client knows where it is and who we are
     * @param timeouts how long answers may take
     * @param maxCharacters most that is kept of one object; larger ones are told as unreadable
     */
    public ApiServer(ApiClient client, ApiTimeouts timeouts, int maxCharacters) {
        this.client = client;
        this.maxCharacters = maxCharacters;
        OkHttpClient shared = client.getHttpClient()
                .newBuilder()
                .pingInterval(timeouts.ping())
                .connectTimeout(timeouts.connect())
                .retryOnConnectionFailure(true)
                .build();
        this.lists = shared.newBuilder()
                .readTimeout(timeouts.silence())
                .callTimeout(timeouts.list())
                .build();
        this.watches = shared.newBuilder()
                .readTimeout(timeouts.watchSilence())
                .callTimeout(Duration.ZERO)
                .build();
        // Each single request has its own limit; a redirect could send it to another server than the one we trust.
        this.single = shared.newBuilder()
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .build();
    }

    /**
     * The server that the surroundings name: a kubeconfig, or the service account of the pod.
     *
     * @throws IOException if what they name cannot be read
     */
    public static ApiServer ofSurroundings() throws IOException {
        ApiClient client = ClientBuilder.standard().build();
        return new ApiServer(client, ApiTimeouts.DEFAULT, 1 << 20);
    }

    /** Objects of one kind on it, for one feed. */
    public ObjectSource source(Kind<?> kind) {
        return new ApiSource(kind, client, lists, watches, maxCharacters);
    }

    /** Single requests to it. */
    public ApiExchange exchange() {
        return new ApiExchange(client, single);
    }
}
