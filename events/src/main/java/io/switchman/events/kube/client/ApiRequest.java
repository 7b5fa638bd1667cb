package io.switchman.events.kube.client;

import com.google.gson.JsonObject;
import io.switchman.events.kube.json.Projection;
import org.jspecify.annotations.Nullable;

/**
 * One request about one object.
 *
 * @param method GET, POST, PUT or PATCH
 * @param path below the server's address; made by {@link ObjectPath}, so that no name can lead elsewhere
 * @param contentType of the body; a patch means what its type says
 * @param body what is sent, or null for GET
 * @param wanted what is kept of the answer
 */
public record ApiRequest(
        String method,
        String path,
        String contentType,
        @Nullable JsonObject body,
        Projection wanted) {
    private static final String JSON = "application/json";

    /** Asks for an object. */
    public static ApiRequest get(String path, Projection wanted) {
        return new ApiRequest("GET", path, JSON, null, wanted);
    }

    /** Makes an object. */
    public static ApiRequest post(String path, JsonObject body, Projection wanted) {
        return new ApiRequest("POST", path, JSON, body, wanted);
    }

    /** Puts an object in the place of the one that has the same resourceVersion. */
    public static ApiRequest put(String path, JsonObject body, Projection wanted) {
        return new ApiRequest("PUT", path, JSON, body, wanted);
    }

    /** Changes fields of an object: RFC 7386, where null removes. */
    public static ApiRequest mergePatch(String path, JsonObject body, Projection wanted) {
        return new ApiRequest("PATCH", path, "application/merge-patch+json", body, wanted);
    }
}
