package io.switchman.events.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.switchman.events.machine.BundledMachines;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrdsTest {
    private static final JsonObject NODE_TOPOLOGY = Crds.crd("nodetopologies");
    private static final JsonObject MACHINE_TYPE = Crds.crd("machinetypes");

    @ParameterizedTest
    @CsvSource({"nodetopologies, NodeTopology, true", "machinetypes, MachineType, false"})
    void isWhatItsFilesSay(String plural, String kind, boolean status) {
        JsonObject crd = Crds.crd(plural);
        JsonObject spec = crd.getAsJsonObject("spec");
        JsonObject version = spec.getAsJsonArray("versions").get(0).getAsJsonObject();

        assertThat(crd.getAsJsonObject("metadata").get("name").getAsString())
                .isEqualTo(plural + ".topology.switchman.io");
        assertThat(spec.get("group").getAsString()).isEqualTo("topology.switchman.io");
        assertThat(spec.get("scope").getAsString()).isEqualTo("Cluster");
        assertThat(spec.getAsJsonObject("names").get("kind").getAsString()).isEqualTo(kind);
        assertThat(version.get("name").getAsString()).isEqualTo("v1alpha1");
        assertThat(version.has("subresources")).isEqualTo(status);
        assertThat(version.getAsJsonArray("additionalPrinterColumns")).isNotEmpty();
    }

    /** What makes a schema structural, and every list and text bounded. */
    @ParameterizedTest
    @CsvSource({"nodetopologies", "machinetypes"})
    void everyValueHasATypeAndALimit(String plural) {
        visit("", Crds.schema(Crds.crd(plural)), (path, node) -> {
            String type = node.has("type") ? node.get("type").getAsString() : "";
            assertThat(!type.isEmpty() || node.has("x-kubernetes-preserve-unknown-fields"))
                    .as("type of " + path)
                    .isTrue();
            boolean bounded = switch (type) {
                case "array" -> node.has("maxItems");
                case "string" ->
                    node.has("maxLength")
                            || node.has("enum")
                            || List.of(".apiVersion", ".kind").contains(path);
                case "integer" -> node.has("minimum") && node.has("maximum");
                case "object" -> !node.has("additionalProperties") || node.has("maxProperties");
                default -> true;
            };
            assertThat(bounded).as("limit of " + path).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("io.switchman.events.machine.BundledMachines#names")
    void bundledMachinesSatisfyIt(String name) {
        JsonObject object = new JsonObject();
        object.add("spec", Crds.yaml(Objects.requireNonNull(BundledMachines.yaml(name))));

        assertThat(Crds.problems(Crds.schema(MACHINE_TYPE), object)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "topology, 0",
        "topology-garbled, 10",
        "machine-type, 0",
        "machine-type-xml, 0",
        "machine-type-garbled, 3"
    })
    void objectsOfTheTranslatorsToo(String name, int atLeast) {
        JsonObject schema = Crds.schema(name.startsWith("topology") ? NODE_TOPOLOGY : MACHINE_TYPE);
        JsonObject object = Fixtures.whole(name);
        object.remove("metadata");

        List<String> problems = Crds.problems(schema, object);

        assertThat(problems).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(problems.isEmpty()).isEqualTo(atLeast == 0);
    }

    @Test
    void bothHoldTheSameMachine() {
        assertThat(machine(MACHINE_TYPE)).isEqualTo(machine(NODE_TOPOLOGY));
    }

    private static JsonElement machine(JsonObject crd) {
        return Crds.schema(crd)
                .getAsJsonObject("properties")
                .getAsJsonObject("spec")
                .getAsJsonObject("properties")
                .get("machine");
    }

    private static void visit(String path, JsonObject node, BiConsumer<String, JsonObject> visitor) {
        visitor.accept(path, node);
        if (node.get("properties") instanceof JsonObject properties) {
            properties.asMap().forEach((name, child) -> visit(path + "." + name, child.getAsJsonObject(), visitor));
        }
        for (String field : List.of("items", "additionalProperties")) {
            if (node.get(field) instanceof JsonObject child) {
                visit(path + "[]", child, visitor);
            }
        }
    }
}
