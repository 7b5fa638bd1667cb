package io.switchman.extender;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.Document.Block;
import io.switchman.extender.config.ResourceNames;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The scheduler's configuration for operators agrees with the documents and with what is managed. */
class SchedulerManifestTest {
    private static final Map<?, ?> MANIFEST =
            yaml(Document.of("manifests/kube-scheduler-config.yaml").text());

    @Test
    void managedNamesAreThoseOfTheDefaults() {
        ResourceNames managed = ResourceNames.DEFAULT;
        List<String> names = names(MANIFEST);

        assertThat(names).doesNotHaveDuplicates().containsAll(managed.gpus());
        for (String vf : managed.vfs()) {
            assertThat(names).as(vf).anyMatch(matches(vf));
        }
        assertThat(names)
                .allMatch(name -> managed.gpus().contains(name)
                        || managed.vfs().stream().anyMatch(vf -> matches(vf).test(name)));
    }

    @Test
    void schedulerGoesOnCountingThem() {
        assertThat(list(extender(MANIFEST), "managedResources"))
                .allSatisfy(resource ->
                        assertThat(map(resource).get("ignoredByScheduler")).isEqualTo(false));
    }

    @Test
    void readmeShowsThisExtender() {
        Map<?, ?> readme = Document.of("README.md").blocks().stream()
                .filter(block -> block.text().contains("KubeSchedulerConfiguration"))
                .map(Block::text)
                .map(SchedulerManifestTest::yaml)
                .findFirst()
                .orElseThrow();

        assertThat(readme.get("profiles")).isEqualTo(MANIFEST.get("profiles"));
        assertThat(settings(readme)).isEqualTo(settings(MANIFEST));
        assertThat(names(MANIFEST)).containsAll(names(readme));
    }

    @Test
    void pageOnTheSchedulerSaysTheseValues() {
        Map<String, String> said = new TreeMap<>();
        Document.rows(Document.of("docs/scheduler.md").after("<!-- settings: tested -->"))
                .forEach(row -> said.put(row.get(0), row.get(1).replaceFirst(",.*", "")));

        Map<?, ?> extender = extender(MANIFEST);
        for (String setting : List.of("nodeCacheCapable", "weight", "ignorable", "httpTimeout")) {
            assertThat(said).containsEntry(setting, String.valueOf(extender.get(setting)));
        }
        Map<?, ?> profile = map(list(MANIFEST, "profiles").getLast());
        assertThat(said)
                .containsEntry("percentageOfNodesToScore", String.valueOf(profile.get("percentageOfNodesToScore")));
    }

    private static Predicate<String> matches(String vf) {
        return ResourceNames.pattern(vf).asMatchPredicate();
    }

    /** What is said of the extender but for its names and the address. */
    private static Map<Object, Object> settings(Map<?, ?> configuration) {
        Map<Object, Object> settings = new TreeMap<>(extender(configuration));
        settings.remove("managedResources");
        return settings;
    }

    private static List<String> names(Map<?, ?> configuration) {
        return list(extender(configuration), "managedResources").stream()
                .map(resource -> String.valueOf(map(resource).get("name")))
                .toList();
    }

    private static Map<?, ?> extender(Map<?, ?> configuration) {
        List<?> extenders = list(configuration, "extenders");
        assertThat(extenders).hasSize(1);
        return map(extenders.getFirst());
    }

    private static Map<?, ?> yaml(String text) {
        return map(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return (List<?>) Objects.requireNonNull(map.get(key));
    }
}
