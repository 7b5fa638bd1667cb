package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.SriovNodeFacts.Sync;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SriovNetworkNodeState, of sriovnetwork.openshift.io/v1 and of the older sriovnetwork.k8s.cni.cncf.io/v1. Source:
 * api/v1/sriovnetworknodestate_types.go of sriov-network-operator.
 */
public final class SriovNodeTranslator implements Translator<SriovNodeFacts> {
    private static final int MAX_ERROR = 1024;
    private static final Set<String> ANNOTATIONS = Set.of(DrainWords.DESIRED, DrainWords.CURRENT);
    private static final Map<String, Sync> SYNC =
            new TreeMap<>(Map.of("InProgress", Sync.IN_PROGRESS, "Succeeded", Sync.SUCCEEDED, "Failed", Sync.FAILED));

    /** What is read of a SriovNetworkNodeState. */
    public Projection.Fields projection() {
        return Projection.fields()
                .and("metadata", Metadata.labelled(ANNOTATIONS::contains).and("generation"))
                .and(
                        "status",
                        Projection.fields("syncStatus", "lastSyncError").and("interfaces", SriovPorts.PROJECTION));
    }

    @Override
    public SriovNodeFacts translate(ObjectKey key, JsonFields object) {
        JsonFields metadata = object.child("metadata");
        JsonFields status = object.child("status");
        Long generation = metadata.number("generation", 0, Long.MAX_VALUE);
        return new SriovNodeFacts(
                key.name(),
                generation == null ? 0 : generation,
                sync(status),
                error(status),
                DrainWords.read(metadata, DrainWords.DESIRED),
                DrainWords.read(metadata, DrainWords.CURRENT),
                SriovPorts.read(status));
    }

    private static Sync sync(JsonFields status) {
        if (status.filled("syncStatus") == null) {
            return Sync.NONE;
        }
        Sync sync = status.word("syncStatus", SYNC);
        return sync == null ? Sync.OTHER : sync;
    }

    private static @Nullable String error(JsonFields status) {
        String error = status.filled("lastSyncError");
        return error == null || error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR);
    }
}
