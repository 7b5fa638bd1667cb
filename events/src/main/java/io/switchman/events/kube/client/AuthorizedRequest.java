package io.switchman.events.kube.client;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.util.HashMap;
import java.util.List;
import okhttp3.Request;

/** Requests in our name: the official client knows addresses and tokens, and takes a fresh token where it must. */
final class AuthorizedRequest {
    private static final String[] AUTHENTICATION = {"BearerToken"};

    private AuthorizedRequest() {}

    /**
     * A request without a body.
     *
     * @throws ApiException if the client cannot make it, because a token cannot be read
     */
    static Request of(ApiClient client, String method, String path, List<Pair> query) throws ApiException {
        return client.buildRequest(
                client.getBasePath(),
                path,
                method,
                query,
                List.of(),
                null,
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                AUTHENTICATION,
                null);
    }
}
