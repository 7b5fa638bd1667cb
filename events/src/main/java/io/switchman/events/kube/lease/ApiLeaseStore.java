package io.switchman.events.kube.lease;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.switchman.events.kube.client.ApiExchange;
import io.switchman.events.kube.client.ApiReply;
import io.switchman.events.kube.client.ApiRequest;
import io.switchman.events.kube.client.ObjectPath;
import io.switchman.events.kube.json.Projection;
import java.time.Duration;

/** A Lease on an API server: {@code coordination.k8s.io/v1}. */
public final class ApiLeaseStore implements LeaseStore {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Projection ALL = new Projection.All();

    private final ApiExchange api;
    private final String namespace;
    private final String name;
    private final String path;
    private final String collection;

    /**
     * The Lease of that name.
     *
     * @throws IllegalArgumentException if one of the names is none
     */
    public ApiLeaseStore(ApiExchange api, String namespace, String name) {
        String made = ObjectPath.lease(namespace, name);
        if (made == null) {
            throw new IllegalArgumentException("'" + namespace + "/" + name + "' is not the name of a Lease");
        }
        this.api = api;
        this.namespace = namespace;
        this.name = name;
        this.path = made;
        this.collection = made.substring(0, made.lastIndexOf('/'));
    }

    @Override
    public Answer read(Duration within) {
        return answer(api.send(ApiRequest.get(path, ALL), within));
    }

    @Override
    public Answer create(LeaseRecord record, Duration within) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("namespace", namespace);
        metadata.addProperty("name", name);
        JsonObject lease = new JsonObject();
        lease.add("metadata", metadata);
        write(record, lease);
        return answer(api.send(ApiRequest.post(collection, lease, ALL), within));
    }

    @Override
    public Answer replace(Stored old, LeaseRecord record, Duration within) {
        JsonObject lease = old.object().deepCopy();
        write(record, lease);
        return answer(api.send(ApiRequest.put(path, lease, ALL), within));
    }

    private static Answer answer(ApiReply reply) {
        return switch (reply) {
            case ApiReply.NotSent(String why) -> new Answer.Failed(why);
            case ApiReply.Lost(String why) -> new Answer.Failed(why);
            case ApiReply.Answered answer when answer.isSuccess() -> read(answer.body());
            case ApiReply.Answered answer when answer.status() == NOT_FOUND -> new Answer.Absent();
            case ApiReply.Answered answer when answer.status() == CONFLICT -> new Answer.Conflict();
            case ApiReply.Answered answer -> new Answer.Failed(answer.described());
        };
    }

    /** A Lease that someone made without a spec is one that nobody holds. */
    private static Answer read(JsonObject object) {
        String version = object.get("metadata") instanceof JsonObject metadata ? text(metadata, "resourceVersion") : "";
        if (version.isEmpty()) {
            return new Answer.Failed("the answer is no Lease");
        }
        JsonObject spec = object.get("spec") instanceof JsonObject told ? told : new JsonObject();
        LeaseRecord record = new LeaseRecord(
                text(spec, "holderIdentity"),
                number(spec, "leaseDurationSeconds"),
                text(spec, "acquireTime"),
                text(spec, "renewTime"),
                number(spec, "leaseTransitions"));
        return new Answer.Is(new Stored(version, record, object));
    }

    private static void write(LeaseRecord record, JsonObject lease) {
        JsonObject spec = lease.get("spec") instanceof JsonObject told ? told : new JsonObject();
        spec.addProperty("holderIdentity", record.holder());
        spec.addProperty("leaseDurationSeconds", record.seconds());
        spec.addProperty("acquireTime", record.acquired());
        spec.addProperty("renewTime", record.renewed());
        spec.addProperty("leaseTransitions", record.transitions());
        lease.addProperty("apiVersion", "coordination.k8s.io/v1");
        lease.addProperty("kind", "Lease");
        lease.add("spec", spec);
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonPrimitive text && text.isString() ? text.getAsString() : "";
    }

    private static int number(JsonObject object, String name) {
        return object.get(name) instanceof JsonPrimitive number
                        && number.getAsString().matches("[0-9]{1,9}")
                ? Integer.parseInt(number.getAsString())
                : 0;
    }
}
