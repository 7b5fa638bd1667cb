package io.switchman.events.kube.translate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.switchman.events.kube.facts.NetworkEvidence;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.JsonText;
import io.switchman.topology.model.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod's networks: those it asks for and those it got. Source: Kubernetes Network Custom Resource Definition De-facto
 * Standard 1.3, and the device information specification 1.1.
 */
final class PodNetworks {
    static final String WANTED = "k8s.v1.cni.cncf.io/networks";
    static final String STATUS = "k8s.v1.cni.cncf.io/network-status";
    /** The same under its older name. */
    static final String OLD_STATUS = "k8s.v1.cni.cncf.io/networks-status";

    static final Set<String> ANNOTATIONS = Set.of(WANTED, STATUS, OLD_STATUS);

    private static final int MAX_NETWORKS = 256;

    private final JsonFields annotations;
    private final String namespace;

    PodNetworks(JsonFields metadata, String namespace) {
        this.annotations = metadata.child("annotations");
        this.namespace = namespace;
    }

    /** The networks that the pod asks for, in its order; one may occur several times. */
    List<NetworkRef> wanted() {
        String text = annotations.filled(WANTED);
        if (text == null || text.isBlank()) {
            return List.of();
        }
        if (text.strip().startsWith("[")) {
            List<NetworkRef> networks = new ArrayList<>();
            for (JsonFields item : items(WANTED, text)) {
                String name = item.filled("name");
                if (name == null) {
                    annotations.problem(WANTED, "an item has no name");
                } else {
                    networks.add(new NetworkRef(item.text("namespace", namespace), name));
                }
            }
            return networks;
        }
        List<NetworkRef> networks = new ArrayList<>();
        for (String item : text.split(",", MAX_NETWORKS + 1)) {
            NetworkRef network = named(item.strip());
            if (networks.size() == MAX_NETWORKS || network == null) {
                annotations.problem(
                        WANTED, JsonFields.shown(item) + " is not a network such as namespace/name@interface");
            } else {
                networks.add(network);
            }
        }
        return networks;
    }

    /** The VFs that the pod got; networks without a device are left out. */
    List<NetworkEvidence> got() {
        String name = annotations.has(STATUS) ? STATUS : OLD_STATUS;
        String text = annotations.filled(name);
        if (text == null) {
            return List.of();
        }
        List<NetworkEvidence> evidence = new ArrayList<>();
        for (JsonFields item : items(name, text)) {
            JsonFields device = item.child("device-info");
            if (!"pci".equals(device.text("type"))) {
                continue;
            }
            JsonFields pci = device.child("pci");
            PciAddress vf = pci.address("pci-address");
            if (vf != null) {
                evidence.add(new NetworkEvidence(
                        item.text("name", ""),
                        item.text("interface", ""),
                        vf,
                        pci.filled("rdma-device"),
                        pci.address("pf-pci-address")));
            }
        }
        return evidence;
    }

    private List<JsonFields> items(String name, String text) {
        JsonElement list = JsonText.parse(text);
        if (!(list instanceof JsonArray)) {
            annotations.problem(name, JsonFields.shown(text) + " is not a list in JSON");
            return List.of();
        }
        return annotations.eachOf(name, list, MAX_NETWORKS);
    }

    private @Nullable NetworkRef named(String item) {
        String plain = item.contains("@") ? item.substring(0, item.indexOf('@')) : item;
        int slash = plain.indexOf('/');
        String name = plain.substring(slash + 1);
        String in = slash < 0 ? namespace : plain.substring(0, slash);
        return name.isEmpty() || in.isEmpty() || name.contains("/") ? null : new NetworkRef(in, name);
    }
}
