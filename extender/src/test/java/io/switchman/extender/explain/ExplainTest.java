package io.switchman.extender.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.RunningExtender;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ExplainTest {
    /** Writes the answer into the repository instead of comparing it. */
    private static final boolean REWRITE = Boolean.getBoolean("switchman.rewrite");

    private static final Path GOLDEN =
            Path.of("src", "test", "resources", "io", "switchman", "extender", "explain", "explanation.json");

    private RunningExtender extender;

    @BeforeEach
    void start(Vertx vertx) {
        extender = RunningExtender.start(vertx);
    }

    @Test
    void answersAsDocumented() throws IOException {
        JsonObject answer = explain("", "{\"Pod\":" + RunningExtender.pod("", 6, 2) + "}");

        if (REWRITE) {
            Files.writeString(GOLDEN, answer.encodePrettily() + "\n");
        }
        assertThat(answer.encodePrettily() + "\n").isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void readsAPodAlone() {
        JsonObject whole = explain("", "{\"Pod\":" + RunningExtender.pod("", 6, 2) + "}");
        JsonObject alone = explain("", RunningExtender.pod("", 6, 2));

        assertThat(alone).isEqualTo(whole);
    }

    @Test
    void looksOnlyAtNodesThatAreOffered() {
        JsonObject answer =
                explain("", "{\"Pod\":" + RunningExtender.pod("", 1, 1) + ",\"NodeNames\":[\"half\",\"ghost\"]}");

        assertThat(names(answer)).containsExactly("half", "ghost");
        assertThat(answer.getJsonObject("summary").getInteger("offered")).isEqualTo(2);
        assertThat(code(answer, 1)).isEqualTo("NO_DATA");
    }

    @Test
    void looksAtOneNode() {
        JsonObject answer = explain("?node=no-rails", RunningExtender.pod("", 1, 1));

        assertThat(names(answer)).containsExactly("no-rails");
        assertThat(code(answer, 0)).isEqualTo("NO_VF_RESOURCE");
        assertThat(answer.getString("best")).isNull();
    }

    @Test
    void listsNoMoreThanTheLimit() {
        JsonObject answer = explain("?limit=1", RunningExtender.pod("", 1, 1));

        assertThat(answer.getJsonArray("nodes")).hasSize(1);
        assertThat(answer.getBoolean("truncated")).isTrue();
        assertThat(answer.getJsonObject("summary").getInteger("offered")).isEqualTo(4);
    }

    @Test
    void choosesAsTheFilterDoes() {
        for (int gpus = 1; gpus <= 8; gpus++) {
            String pod = RunningExtender.pod("", gpus, 2);
            JsonObject filtered = new JsonObject(extender.call(
                            "filter",
                            "{\"Pod\":" + pod + ",\"NodeNames\":[\"no-rails\",\"few-rails\",\"idle\",\"half\"]}")
                    .body());
            JsonObject answer = explain("", pod);

            int fits = answer.getJsonObject("summary").getInteger("fits");
            assertThat(names(answer).subList(0, fits))
                    .isEqualTo(filtered.getJsonArray("NodeNames").getList());
        }
    }

    @Test
    void takesNoHoldAndMindsNotTheOwnOne() {
        String pod = RunningExtender.pod("uid-next", 8, 2);
        extender.call("prioritize", "{\"Pod\":" + pod + ",\"NodeNames\":[\"idle\"]}");

        JsonObject own = explain("?node=idle", pod);
        JsonObject other = explain("?node=idle", RunningExtender.pod("uid-other", 8, 2));

        assertThat(own.getJsonArray("nodes").getJsonObject(0).getBoolean("contested"))
                .isFalse();
        assertThat(other.getJsonArray("nodes").getJsonObject(0).getBoolean("contested"))
                .isTrue();
        assertThat(extender.meter("switchman_holds")).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithThePod() {
        JsonObject answer = explain(
                "",
                RunningExtender.pod("", 1, 1)
                        .replace("\"uid\"", "\"annotations\":{\"switchman.io/policy\":\"must\"},\"uid\""));

        assertThat(answer.getJsonArray("problems").getString(0)).contains("switchman.io/policy", "must", "require");
        assertThat(answer.getJsonObject("request")).isNull();
        assertThat(answer.getJsonObject("summary").getInteger("fits")).isZero();
    }

    @Test
    void tellsNoCertaintyWhereLocalityIsNotLookedAt() {
        JsonObject answer = explain(
                "",
                RunningExtender.pod("", 1, 1)
                        .replace("\"uid\"", "\"annotations\":{\"switchman.io/policy\":\"ignore\"},\"uid\""));

        JsonObject best = answer.getJsonArray("nodes").getJsonObject(0);
        assertThat(best.getBoolean("fits")).isTrue();
        assertThat(best.containsKey("certainty")).isTrue();
        assertThat(best.getJsonObject("certainty")).isNull();
    }

    @Test
    void letsPassWhatIsNotOurs() {
        JsonObject answer = explain("", "{\"metadata\":{\"name\":\"web\"},\"spec\":{\"containers\":[]}}");

        assertThat(answer.getJsonObject("request")).isNull();
        assertThat(answer.getJsonArray("problems")).isEmpty();
        assertThat(answer.getJsonObject("summary").getInteger("fits")).isEqualTo(4);
    }

    private JsonObject explain(String query, String body) {
        return new JsonObject(extender.post("/explain" + query, body).body());
    }

    private static List<String> names(JsonObject answer) {
        return answer.getJsonArray("nodes").stream()
                .map(node -> ((JsonObject) node).getString("node"))
                .toList();
    }

    private static String code(JsonObject answer, int node) {
        return answer.getJsonArray("nodes")
                .getJsonObject(node)
                .getJsonObject("refusal")
                .getString("code");
    }
}
