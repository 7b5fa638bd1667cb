package io.switchman.e2e.plane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
            Load load =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build());
            return new SchedulerConfig(map(load.loadFromString(Files.readString(file)), file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the address of the one extender. */
    public SchedulerConfig extenderAt(URI prefix) {
        if (!(tree.get("extenders") instanceof List<?> extenders) || extenders.size() != 1) {
            throw new IllegalStateException("one extender is wanted, there is: " + tree.get("extenders"));
        }
        map(extenders.getFirst(), "extenders[0]").put("urlPrefix", prefix.toString());
        return this;
    }

    /** Replaces the kubeconfig. */
    SchedulerConfig kubeconfig(Path file) {
        map(tree.get("clientConnection"), "clientConnection").put("kubeconfig", file.toString());
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
