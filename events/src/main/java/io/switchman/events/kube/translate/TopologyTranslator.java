package io.switchman.events.kube.translate;

import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.DeviceIds;
import io.switchman.events.kube.facts.KubeletVersion;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.events.kube.facts.TopologyStatus;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import io.switchman.events.machine.Reading;
import io.switchman.topology.kubelet.CpuManager;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.kubelet.TopologyScope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * NodeTopology, of topology.switchman.io.
 *
 * @param machines descriptions that were read before
 */
public record TopologyTranslator(MachineMemo machines) implements Translator<TopologyFacts> {
    /** The largest whole number that JSON of every language can hold. */
    static final long MAX_SEQUENCE = (1L << 53) - 1;

    private static final int MAX_OPTIONS = 16;
    private static final String PREFER_CLOSEST = "prefer-closest-numa-nodes";
    private static final Map<String, TopologyPolicy> POLICIES = new TreeMap<>(Map.of(
            "none", TopologyPolicy.NONE,
            "best-effort", TopologyPolicy.BEST_EFFORT,
            "restricted", TopologyPolicy.RESTRICTED,
            "single-numa-node", TopologyPolicy.SINGLE_NUMA_NODE));
    private static final Map<String, TopologyScope> SCOPES =
            new TreeMap<>(Map.of("container", TopologyScope.CONTAINER, "pod", TopologyScope.POD));
    private static final Map<String, CpuManager> CPU_MANAGERS =
            new TreeMap<>(Map.of("none", CpuManager.NONE, "static", CpuManager.STATIC));

    /** What is read of a NodeTopology. */
    public Projection.Fields projection() {
        return Projection.fields("spec", "status").and("metadata", Metadata.IDENTITY);
    }

    @Override
    public TopologyFacts translate(ObjectKey key, JsonFields object) {
        JsonFields spec = object.child("spec");
        DeviceIds ids = DeviceIds.NONE;
        Reading.Read read = null;
        if (spec.get("machine") instanceof JsonObject machine) {
            ids = ReportedMachine.ids(spec.child("machine"));
            read = machines.read(
                    object.source(), ReportedMachine.NAMELESS, ReportedMachine.description(machine), object.problems());
        } else {
            spec.problem("machine", spec.has("machine") ? "is not an object" : "is missing");
        }
        JsonFields status = object.child("status");
        return new TopologyFacts(
                key.name(),
                spec.filled("bootID"),
                sequence(spec),
                read == null ? null : read.machine(),
                read == null ? List.of() : read.ports(),
                ids,
                kubelet(spec.child("kubelet")),
                object.has("status") ? TopologyStatusReader.read(status) : TopologyStatus.NONE);
    }

    static long sequence(JsonFields fields) {
        Long sequence = fields.number("sequence", 0, MAX_SEQUENCE);
        return sequence == null ? 0 : sequence;
    }

    private static KubeletSetup kubelet(JsonFields kubelet) {
        JsonFields manager = kubelet.child("topologyManager");
        KubeletVersion version = NodeTranslator.version(kubelet, "version");
        Map<String, String> options =
                kubelet.has("topologyManager") ? manager.map("options", MAX_OPTIONS, name -> true) : null;
        return new KubeletSetup(
                version == null ? null : version.release(),
                manager.word("policy", POLICIES),
                manager.word("scope", SCOPES),
                options == null ? null : "true".equals(options.get(PREFER_CLOSEST)),
                kubelet.word("cpuManager", CPU_MANAGERS),
                false);
    }
}
