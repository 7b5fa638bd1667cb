package io.switchman.events.kube.translate;

import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.machine.Problems;
import java.util.List;

/**
 * The networks that a pod asks for, by a pod that was not watched but sent.
 *
 * @param networks in its order; one may occur several times
 * @param whole whether these are all, because nothing was wrong
 */
public record WantedNetworks(List<NetworkRef> networks, boolean whole) {
    /** The annotation that names them. */
    public static final String ANNOTATION = PodNetworks.WANTED;

    public WantedNetworks {
        networks = List.copyOf(networks);
    }

    /**
     * Reads the annotation.
     *
     * @param text its value, empty where there is none
     * @param namespace the pod's
     */
    public static WantedNetworks read(String text, String namespace) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty(ANNOTATION, text);
        JsonObject metadata = new JsonObject();
        metadata.add("annotations", annotations);
        Problems problems = new Problems();
        List<NetworkRef> networks = new PodNetworks(JsonFields.of("Pod", metadata, problems), namespace).wanted();
        return new WantedNetworks(networks, problems.isEmpty());
    }
}
