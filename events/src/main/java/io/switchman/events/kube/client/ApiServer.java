package io.switchman.events.kube.client;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.KubeConfig;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.ObjectSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** An API server, as a place where feeds find their objects and single requests go. All share its connections. */
public final class ApiServer {
    /** Most that is kept of one object; larger ones are told as unreadable. */
    private static final int MAX_CHARACTERS = 1 << 20;

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
     * The server that a kubeconfig names.
     *
     * @param kubeconfig the file; null for what the surroundings name: {@code KUBECONFIG}, {@code ~/.kube/config}, or the service
     *     account of the pod, whichever is there first
     * @throws IOException if it cannot be read, or nothing names a server
     */
    public static ApiServer of(@Nullable Path kubeconfig) throws IOException {
        return new ApiServer(
                kubeconfig == null ? ofSurroundings() : ofFile(kubeconfig), ApiTimeouts.DEFAULT, MAX_CHARACTERS);
    }

    private static ApiClient ofFile(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(file.toFile());
            return ClientBuilder.kubeconfig(config).build();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no kubeconfig " + file, e);
        } catch (RuntimeException e) {
            throw new IOException("the kubeconfig " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static ApiClient ofSurroundings() throws IOException {
        ApiClient client = ClientBuilder.standard().build();
        if (client.getBasePath().equals(Config.DEFAULT_FALLBACK_HOST)) {
            throw new IOException(
                    "no cluster: neither KUBECONFIG nor ~/.kube/config names one, and this is no pod of a cluster."
                            + " Maybe set kubernetes.kubeconfig, or serve a cluster inside the process with --demo-nodes");
        }
        return client;
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
