package io.switchman.events.kube.feed;

import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an API server holds of one kind, and what it remembers of the past: objects by name, one version for each write, a
 * log of changes that may be cut off, and lists in parts. Any thread may use it.
 */
public final class ClusterModel {
    /** One change. */
    public record Logged(long version, String type, JsonObject object) {}

    /** A part of a list; {@code next} is empty in the last. */
    public record Part(long version, String next, List<JsonObject> items) {}

    private final Map<String, JsonObject> objects = new TreeMap<>();
    private final List<Logged> log = new ArrayList<>();
    private final Map<Long, List<JsonObject>> snapshots = new HashMap<>();
    private int restores;
    private long version = 100;
    private long compacted = 100;
    private long uids;

    /** Makes or changes an object. */
    public synchronized void put(String name, String resource) {
        JsonObject before = objects.get(name);
        String uid = before == null ? "uid-" + ++uids : uid(before);
        version++;
        JsonObject object = Samples.object(new ObjectKey("ns", name, uid), Long.toString(version), resource);
        objects.put(name, object);
        log.add(new Logged(version, before == null ? "ADDED" : "MODIFIED", object));
    }

    public synchronized void delete(String name) {
        JsonObject before = objects.remove(name);
        if (before != null) {
            version++;
            JsonObject last = before.deepCopy();
            last.getAsJsonObject("metadata").addProperty("resourceVersion", Long.toString(version));
            log.add(new Logged(version, "DELETED", last));
        }
    }

    /** Something of another kind was written. */
    public synchronized void tick() {
        version++;
    }

    /** Forgets the past: older versions and unfinished lists are expired. */
    public synchronized void compact() {
        compacted = version;
        log.clear();
        snapshots.clear();
    }

    /**
     * The cluster is restored from an old copy: versions go back, and the past is gone. No version is used for two states of an
     * object, which no list could tell apart.
     */
    public synchronized void restore() {
        version = 100_000_000L - 100_000L * ++restores;
        compact();
        objects.replaceAll((name, object) -> {
            JsonObject older = object.deepCopy();
            older.getAsJsonObject("metadata").addProperty("resourceVersion", Long.toString(++version));
            return older;
        });
        compacted = version;
    }

    public synchronized long version() {
        return version;
    }

    public synchronized boolean isExpired(long since) {
        return since < compacted || since > version;
    }

    /** A part of a list, or null if the part is expired. */
    public synchronized @Nullable Part list(int limit, String token) {
        long at = version;
        int from = 0;
        if (!token.isEmpty()) {
            at = Long.parseLong(token.substring(0, token.indexOf(':')));
            from = Integer.parseInt(token.substring(token.indexOf(':') + 1));
        }
        List<JsonObject> all = token.isEmpty() ? List.copyOf(objects.values()) : snapshots.get(at);
        if (all == null) {
            return null;
        }
        int to = limit == 0 ? all.size() : Math.min(all.size(), from + limit);
        boolean last = to == all.size();
        if (!last) {
            snapshots.put(at, all);
        }
        return new Part(at, last ? "" : at + ":" + to, all.subList(from, to));
    }

    /** The first change after a version, or null. */
    public synchronized @Nullable Logged after(long since) {
        return log.stream()
                .filter(logged -> logged.version() > since)
                .findFirst()
                .orElse(null);
    }

    /** Any change that is still remembered up to a version, or null. */
    public synchronized @Nullable Logged old(long upTo, int choice) {
        List<Logged> before =
                log.stream().filter(logged -> logged.version() <= upTo).toList();
        return before.isEmpty() ? null : before.get(Math.floorMod(choice, before.size()));
    }

    /** What a consumer should see in the end: resources by {@code name uid}. */
    public synchronized Map<String, String> truth() {
        Map<String, String> truth = new TreeMap<>();
        objects.forEach((name, object) -> {
            String resource = object.getAsJsonObject("metadata")
                    .getAsJsonObject("annotations")
                    .get("k8s.v1.cni.cncf.io/resourceName")
                    .getAsString();
            if (!resource.equals(Samples.UNWANTED)) {
                truth.put(name + " " + uid(object), resource);
            }
        });
        return truth;
    }

    private static String uid(JsonObject object) {
        return object.getAsJsonObject("metadata").get("uid").getAsString();
    }
}
