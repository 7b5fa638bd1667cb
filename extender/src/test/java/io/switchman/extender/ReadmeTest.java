package io.switchman.extender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.switchman.events.machine.BundledMachines;
import io.switchman.events.machine.MachineTypeReader;
import io.switchman.events.machine.Naming;
import io.switchman.events.machine.Reading;
import io.switchman.extender.Document.Block;
import io.switchman.extender.cli.Main;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.PolicyDefaults;
import io.switchman.extender.policy.AnnotationPolicy;
import io.switchman.extender.policy.Annotations;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.model.Machine;
import io.switchman.topology.placement.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the documents to what the software does. What its service answers is in {@link ReadmeAnswersTest}. */
class ReadmeTest {
    private static final List<Document> ALL = Document.all();
    private static final Pattern KEY = Pattern.compile("switchman\\.io/([a-z0-9-]+)");

    /** Versions of formats, and a mistake that is shown as one. */
    private static final Set<String> NO_ANNOTATIONS = Set.of("v1", "v1alpha1", "polcy");

    @Test
    void documentsAreThere() {
        assertThat(ALL).extracting(Document::path).contains("README.md", "docs/policy.md", "extender/DESIGN.md");
    }

    @Test
    void commandsExist() {
        assertThat(Document.of("README.md").commands()).contains("demo", "serve --demo-nodes 20");
        for (Document document : ALL) {
            for (String command : document.commands()) {
                assertThatCode(() -> new CommandLine(new Main()).parseArgs(command.split("\\s+")))
                        .as("%s: ./switchman %s", document.path(), command)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void everySubcommandIsMentioned() {
        Set<String> mentioned = new TreeSet<>();
        ALL.forEach(document -> document.commands().forEach(command -> mentioned.add(command.replaceFirst(" .*", ""))));

        assertThat(mentioned)
                .containsAll(new CommandLine(new Main()).getSubcommands().keySet());
    }

    @Test
    void linksLeadSomewhere() {
        for (Document document : ALL) {
            for (String link : document.links()) {
                String[] parts = link.split("#", 2);
                assertThat(Document.ROOT.resolve(parts[0]))
                        .as("%s links to %s", document.path(), link)
                        .exists();
                if (parts.length == 2) {
                    assertThat(Document.of(parts[0]).anchors())
                            .as("%s links to %s", document.path(), link)
                            .contains(parts[1]);
                }
            }
        }
    }

    @Test
    void readmeNamesEveryDocument() {
        List<String> links = Document.of("README.md").links();

        for (Document document : ALL) {
            assertThat(document.path().equals("README.md") || links.contains(document.path()))
                    .as("README.md links to %s", document.path())
                    .isTrue();
        }
    }

    @Test
    void refusalsAreThoseOfTheCode() {
        List<List<String>> rows = Document.rows(Document.of("docs/policy.md").after("<!-- refusals: tested -->"));

        assertThat(rows.stream().map(row -> row.get(0) + ": " + row.get(1)))
                .containsExactlyElementsOf(Arrays.stream(Refusal.Code.values())
                        .map(code -> code.name() + ": " + code.text())
                        .toList());
        for (Refusal.Code code : Refusal.Code.values()) {
            assertThat(Document.of("docs/explain.md").text()).contains("| `" + code.name() + "` |");
        }
    }

    @Test
    void machinesAreTheBundledOnes() {
        String part = Document.of("docs/machines.md").text().split("## Looking at a machine", 2)[0];

        assertThat(Document.rows(part).stream().map(row -> String.join(" ", row.subList(0, 3))))
                .containsExactlyElementsOf(
                        BundledMachines.names().stream().map(ReadmeTest::sizes).toList());
    }

    @Test
    void machineTypeOfTheExampleCanBeRead() {
        String yaml = firstYaml(Document.of("docs/machines.md").after("<!-- machine-type: example -->"));

        assertThat(MachineTypeReader.read("docs/machines.md", yaml.getBytes(StandardCharsets.UTF_8), Naming.PER_PORT))
                .isInstanceOf(Reading.Read.class);
    }

    @Test
    void annotationsAreThoseOfTheCode() {
        Document policy = Document.of("docs/policy.md");
        String table = policy.text().split("## Certainty", 2)[0];

        assertThat(Document.rows(table)).extracting(List::getFirst).isEqualTo(Annotations.BY_PEOPLE);
        for (String key : Annotations.BY_SWITCHMAN) {
            assertThat(table).contains("`" + key + "`");
        }
        for (Document document : ALL) {
            assertThat(KEY.matcher(document.text()).results().map(found -> found.group(1)))
                    .as(document.path())
                    .allMatch(name -> NO_ANNOTATIONS.contains(name) || isKnown(Annotations.PREFIX + name));
        }
    }

    @Test
    void problemsOfPodsHaveTheirTexts() {
        Document policy = Document.of("docs/policy.md");
        List<List<String>> rows = Document.rows(policy.after("<!-- errors: tested -->"));

        assertThat(rows).isNotEmpty();
        for (List<String> row : rows) {
            String[] field = row.getFirst().split(": ", 2);
            boolean ours = field[0].startsWith(Annotations.PREFIX);
            Map<String, String> requests = new HashMap<>(Map.of("nvidia.com/gpu", "1"));
            if (!ours) {
                requests.put(field[0], field[1]);
            }
            PodFacts pod = pod(ours ? Map.of(field[0], field[1]) : Map.of(), requests);

            assertThat(new Requests(ExtenderConfig.DEFAULT).of(pod)).isEqualTo(new Asked.Wrong(List.of(row.get(1))));
        }
    }

    @Test
    void podOfTheExampleIsAccepted() {
        Map<String, String> annotations = new HashMap<>();
        firstYaml(Document.of("docs/policy.md").after("<!-- pod: good -->"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(Annotations.PREFIX))
                .map(line -> line.split(": ", 2))
                .forEach(field -> annotations.put(field[0], field[1]));

        assertThat(annotations).isNotEmpty();
        assertThat(AnnotationPolicy.read(annotations, PolicyDefaults.DEFAULT))
                .isInstanceOf(AnnotationPolicy.Accepted.class);
    }

    @Test
    void configurationsOfTheExamplesAreAccepted() {
        List<Block> yaml = Document.of("docs/configuration.md").blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .toList();

        assertThat(yaml)
                .isNotEmpty()
                .allSatisfy(
                        block -> assertThat(ConfigReader.read(block.text())).isInstanceOf(ConfigReader.Loaded.class));
    }

    @Test
    void schedulerIsToldOurAddress() {
        ExtenderConfig config = ExtenderConfig.DEFAULT;

        assertThat(Document.of("README.md").text())
                .contains("urlPrefix: http://" + config.verbs().listener().host() + ":"
                        + config.verbs().listener().port() + "\n");
    }

    @Test
    void pictureIsThere() {
        assertThat(Files.exists(Document.ROOT.resolve("docs/pictures/before-after.svg")))
                .isTrue();
    }

    private static boolean isKnown(String key) {
        return Stream.concat(Annotations.BY_PEOPLE.stream(), Annotations.BY_SWITCHMAN.stream())
                .anyMatch(key::equals);
    }

    private static String sizes(String name) {
        Machine machine = Objects.requireNonNull(
                Objects.requireNonNull(BundledMachines.named(name)).machine());
        return name + " " + machine.gpus().size() + " " + machine.ports().size();
    }

    private static String firstYaml(String part) {
        return new Document("", part).blocks().getFirst().text();
    }

    private static PodFacts pod(Map<String, String> annotations, Map<String, String> requests) {
        PodFacts.ContainerNeeds main = new PodFacts.ContainerNeeds(PodFacts.Phase.MAIN, "main", requests, Map.of());
        return new PodFacts("uid", "ml", "pod", annotations, Map.of(), List.of(main), 0, "");
    }
}
