package io.switchman.events.kube.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.Map;

/** Objects that are read and written one by one, with the checks that an API server makes. */
public final class FakeObjects {
    private final Map<String, JsonObject> objects = new HashMap<>();
    private long version = 100;

    record Answer(int status, JsonObject body) {}

    public synchronized void putPod(String namespace, String name, String uid) {
        JsonObject pod = new JsonObject();
        JsonObject metadata = part(pod, "metadata");
        metadata.addProperty("name", name);
        metadata.addProperty("namespace", namespace);
        metadata.addProperty("uid", uid);
        part(metadata, "annotations").addProperty("old", "1");
        part(pod, "spec").addProperty("priority", 7);
        put(pod(namespace, name), pod);
    }

    /** Puts an object at a path, whatever is there. */
    public synchronized void put(String path, JsonObject object) {
        part(object, "metadata").addProperty("resourceVersion", Long.toString(++version));
        objects.put(path, object);
    }

    /** The object at a path, or an empty one. */
    public synchronized JsonObject get(String path) {
        JsonObject object = objects.get(path);
        return object == null ? new JsonObject() : object.deepCopy();
    }

    public synchronized void delete(String path) {
        objects.remove(path);
    }

    /** The node of a pod, or empty. */
    public synchronized String node(String namespace, String name) {
        return text(part(get(pod(namespace, name)), "spec"), "nodeName");
    }

    public static String pod(String namespace, String name) {
        return "/api/v1/namespaces/" + namespace + "/pods/" + name;
    }

    synchronized Answer answer(String method, String path, String contentType, String body) {
        JsonObject sent =
                body.isEmpty() ? new JsonObject() : JsonParser.parseString(body).getAsJsonObject();
        if (path.endsWith("/binding")) {
            return bind(path.substring(0, path.lastIndexOf('/')), sent);
        }
        if (method.equals("POST")) {
            return create(path, sent);
        }
        JsonObject there = objects.get(path);
        if (there == null) {
            return status(404, "not found");
        }
        return switch (method) {
            case "GET" -> new Answer(200, there.deepCopy());
            case "PUT" -> replace(path, there, sent);
            case "PATCH" -> patch(path, there, contentType, sent);
            default -> status(405, "not allowed");
        };
    }

    private Answer bind(String path, JsonObject binding) {
        JsonObject pod = objects.get(path);
        JsonObject sent = part(binding, "metadata");
        if (pod == null) {
            return status(404, "pods not found");
        }
        JsonObject metadata = part(pod, "metadata");
        if (sent.has("uid") && !text(sent, "uid").equals(text(metadata, "uid"))) {
            return status(409, "Precondition failed: UID");
        }
        if (metadata.has("deletionTimestamp")) {
            return status(409, "pod is being deleted, cannot be assigned to a host");
        }
        String node = text(part(pod, "spec"), "nodeName");
        if (!node.isEmpty()) {
            return status(409, "pod is already assigned to node \"" + node + "\"");
        }
        merge(part(metadata, "annotations"), part(sent, "annotations"));
        part(pod, "spec").addProperty("nodeName", text(part(binding, "target"), "name"));
        put(path, pod);
        return status(201, "bound");
    }

    private Answer create(String collection, JsonObject sent) {
        String path = collection + "/" + text(part(sent, "metadata"), "name");
        if (objects.containsKey(path)) {
            return status(409, "already exists");
        }
        put(path, sent);
        return new Answer(201, sent.deepCopy());
    }

    private Answer replace(String path, JsonObject there, JsonObject sent) {
        String expected = text(part(sent, "metadata"), "resourceVersion");
        if (!expected.isEmpty() && !expected.equals(text(part(there, "metadata"), "resourceVersion"))) {
            return status(409, "the object has been modified");
        }
        put(path, sent);
        return new Answer(200, sent.deepCopy());
    }

    private Answer patch(String path, JsonObject there, String contentType, JsonObject sent) {
        if (!contentType.equals("application/merge-patch+json")) {
            return status(415, "unsupported media type");
        }
        String uid = text(part(sent.deepCopy(), "metadata"), "uid");
        if (!uid.isEmpty() && !uid.equals(text(part(there, "metadata"), "uid"))) {
            return status(422, "metadata.uid: field is immutable");
        }
        merge(there, sent);
        put(path, there);
        return new Answer(200, there.deepCopy());
    }

    /** RFC 7386. */
    private static void merge(JsonObject into, JsonObject patch) {
        for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
            if (entry.getValue().isJsonNull()) {
                into.remove(entry.getKey());
            } else if (entry.getValue() instanceof JsonObject inner) {
                merge(part(into, entry.getKey()), inner);
            } else {
                into.add(entry.getKey(), entry.getValue());
            }
        }
    }

    private static JsonObject part(JsonObject object, String name) {
        if (!(object.get(name) instanceof JsonObject)) {
            object.add(name, new JsonObject());
        }
        return object.getAsJsonObject(name);
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }

    private static Answer status(int code, String message) {
        JsonObject status = new JsonObject();
        status.addProperty("kind", "Status");
        status.addProperty("code", code);
        status.addProperty("message", message);
        return new Answer(code, status);
    }
}
