package io.switchman.e2e.plane;

import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The official client, and what tests do with it again and again. */
public final class KubeClient {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";

    private final ApiClient client;
    private final CoreV1Api core;

    private KubeClient(ApiClient client) {
        this.client = client;
        this.core = new CoreV1Api(client);
    }

    static KubeClient to(URI apiServer, Path certificate, String token) throws IOException {
        return new KubeClient(new ClientBuilder()
                .setBasePath(apiServer.toString())
                .setCertificateAuthority(Files.readAllBytes(certificate))
                .setAuthentication(new AccessTokenAuthentication(token))
                .setReadTimeout(ANSWER_WITHIN)
                .build());
    }

    /** For APIs that are not offered here. */
    public ApiClient api() {
        return client;
    }

    public CoreV1Api core() {
        return core;
    }

    /** Creates a node with the label that kubelets give to theirs. */
    public void createNode(String name) throws ApiException {
        createNode(name, new TreeMap<>());
    }

    /** Creates a node with that label and others. */
    public void createNode(String name, Map<String, String> labels) throws ApiException {
        V1ObjectMeta meta = new V1ObjectMeta().name(name).labels(labels).putLabelsItem("kubernetes.io/hostname", name);
        core.createNode(new V1Node().metadata(meta)).execute();
    }

    /** Sets what a node has and what of it can be given to pods, as its kubelet and device plugins report it. */
    public void advertise(String node, Map<String, String> resources) throws ApiException {
        String map = resources.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        V1Patch patch = new V1Patch("{\"status\":{\"capacity\":%1$s,\"allocatable\":%1$s}}".formatted(map));
        PatchUtils.patch(
                V1Node.class,
                () -> core.patchNodeStatus(node, patch).buildCall(null),
                V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH,
                client);
    }

    /** Creates a pod in the namespace {@code default}. */
    public V1Pod create(V1Pod pod) throws ApiException {
        return core.createNamespacedPod(NAMESPACE, pod).execute();
    }

    /** Deletes a pod of the namespace {@code default} at once, as its kubelet does at the end. */
    public void delete(V1Pod pod) throws ApiException {
        String name =
                Objects.requireNonNull(Objects.requireNonNull(pod.getMetadata()).getName());
        core.deleteNamespacedPod(name, NAMESPACE).gracePeriodSeconds(0).execute();
    }

    /** Waits until a pod is as wanted, and returns it. */
    public V1Pod await(V1Pod pod, String what, Predicate<V1Pod> wanted) {
        String name =
                Objects.requireNonNull(Objects.requireNonNull(pod.getMetadata()).getName());
        return Await.until(
                "pod " + name + " to be " + what,
                SEEN_WITHIN,
                () -> {
                    V1Pod now = read(name);
                    return wanted.test(now) ? now : null;
                },
                () -> describe(name));
    }

    private V1Pod read(String name) throws ApiException {
        return core.readNamespacedPod(name, NAMESPACE).execute();
    }

    private String describe(String name) {
        try {
            return "its status is: " + read(name).getStatus();
        } catch (ApiException e) {
            return "it cannot be read: " + e.getMessage();
        }
    }
}
