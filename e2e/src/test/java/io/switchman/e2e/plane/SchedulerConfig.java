package io.switchman.e2e.plane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A KubeSchedulerConfiguration. What differs from cluster to cluster can be replaced, all else stays as it was written. */
public final class SchedulerConfig {
    /** The one that operators are given. */
    public static final Path MANIFEST = Path.of("..", "manifests", "kube-scheduler-config.yaml");

    private final Map<Object, Object> tree;

    private SchedulerConfig(Map<Object, Object> tree) {
        this.tree = tree;
    }

    public static SchedulerConfig read(Path file) {
        try {
            return of(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that does not stand in a file of its own. */
    public static SchedulerConfig of(String label, String text) {
        Load load = new Load(LoadSettings.builder().setLabel(label).build());
        return new SchedulerConfig(map(load.loadFromString(text), label));
    }

    /** Replaces the address of the one extender. */
    public SchedulerConfig extenderAt(URI prefix) {
        if (!(tree.get("extenders") instanceof List<?> extenders) || extenders.size() != 1) {
            throw new IllegalStateException("one extender is wanted, there is: " + tree.get("extenders"));
        }
        map(extenders.getFirst(), "extenders[0]").put("urlPrefix", prefix.toString());
        return this;
    }

    /** Has the scheduler bind by itself, where Switchman serves a cluster of its own and could make no binding last. */
    public SchedulerConfig bindingItself() {
        if (tree.get("extenders") instanceof List<?> extenders) {
            extenders.forEach(extender -> map(extender, "extender").remove("bindVerb"));
        }
        return this;
    }

    /** Takes all extenders away. */
    public SchedulerConfig alone() {
        tree.remove("extenders");
        return this;
    }

    /** Looks at as many nodes for each pod, in percent; 0 is the default, by the size of the cluster. */
    public SchedulerConfig sampling(int percent) {
        if (tree.get("profiles") instanceof List<?> profiles) {
            profiles.forEach(profile -> map(profile, "profile").put("percentageOfNodesToScore", percent));
        }
        return this;
    }

    /** Lets it send as many requests as it wants: the defaults throttle what is measured. */
    public SchedulerConfig unthrottled() {
        Object connection = tree.computeIfAbsent("clientConnection", key -> new LinkedHashMap<>());
        map(connection, "clientConnection").putAll(Map.of("qps", 1_000, "burst", 2_000));
        return this;
    }

    /** Sets the kubeconfig, or replaces the one there is. */
    SchedulerConfig kubeconfig(Path file) {
        Object connection = tree.computeIfAbsent("clientConnection", key -> new LinkedHashMap<>());
        map(connection, "clientConnection").put("kubeconfig", file.toString());
        return this;
    }

    void write(Path file) throws IOException {
        Dump dump = new Dump(DumpSettings.builder().build());
        Files.writeString(file, dump.dumpToString(tree));
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return (Map<Object, Object>) map;
        }
        throw new IllegalStateException(what + " is no mapping: " + value);
    }
}
