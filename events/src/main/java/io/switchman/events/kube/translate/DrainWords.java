package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.SriovDrain;
import io.switchman.events.kube.json.JsonFields;
import java.util.Map;
import java.util.TreeMap;

/** The SR-IOV operator's words for draining. Source: pkg/consts/constants.go of sriov-network-operator. */
final class DrainWords {
    static final String ON_NODE = "sriovnetwork.openshift.io/state";
    static final String DESIRED = "sriovnetwork.openshift.io/desired-state";
    static final String CURRENT = "sriovnetwork.openshift.io/current-state";

    private static final Map<String, SriovDrain> WORDS = new TreeMap<>(Map.of(
            "Idle", SriovDrain.IDLE,
            "Drain_Required", SriovDrain.DRAIN_REQUIRED,
            "Reboot_Required", SriovDrain.REBOOT_REQUIRED,
            "Draining", SriovDrain.DRAINING,
            "DrainComplete", SriovDrain.DRAIN_COMPLETE));

    private DrainWords() {}

    /** The state in an annotation; idle where there is none. */
    static SriovDrain read(JsonFields metadata, String annotation) {
        JsonFields annotations = metadata.child("annotations");
        if (annotations.filled(annotation) == null) {
            return SriovDrain.IDLE;
        }
        SriovDrain state = annotations.word(annotation, WORDS);
        return state == null ? SriovDrain.OTHER : state;
    }
}
