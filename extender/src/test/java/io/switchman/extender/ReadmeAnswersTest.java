package io.switchman.extender;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.Document.Block;
import io.switchman.extender.cluster.GivenCluster;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Listener;
import io.switchman.extender.config.VerbsConfig;
import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.embedded.EmbeddedKubelets;
import io.switchman.extender.process.ExtenderProcess;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs each curl of the README, in order, against the service that the README starts, and compares the answers. */
class ReadmeAnswersTest {
    private static final Pattern CURL = Pattern.compile(
            "curl -s '?http://127\\.0\\.0\\.1:(\\d+)(/[^\\s']*)'?(?: -d '([^']*)')?(?: \\| grep '\\^([^']*)')?");
    private static final Listener ANY_PORT = new Listener("127.0.0.1", 0);
    private static final int NODES = 20;
    private static final int SEED = 1;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void answersAreThoseOfTheReadme() throws Exception {
        Document readme = Document.of("README.md");
        assertThat(readme.commands()).contains("serve --demo-nodes " + NODES);
        EmbeddedCluster cluster = EmbeddedCluster.inMixedStates(NODES, SEED);
        ExtenderProcess process = await(ExtenderProcess.start(
                config(), new GivenCluster(cluster.events(), keeper -> new EmbeddedKubelets(keeper, SEED))));
        try {
            int compared = 0;
            List<Block> blocks = readme.blocks();
            for (int i = 0; i < blocks.size(); i++) {
                String answer = run(blocks.get(i), process);
                Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : new Block("", "");
                if (answer != null && next.language().equals("json")) {
                    assertThat(Json.decodeValue(answer)).as(answer).isEqualTo(Json.decodeValue(next.text()));
                    compared++;
                } else if (answer != null && next.language().equals("text")) {
                    assertThat(answer).isEqualTo(next.text());
                    compared++;
                }
            }
            assertThat(compared).as("examples with an answer").isGreaterThanOrEqualTo(6);
        } finally {
            await(process.close());
        }
    }

    /** Runs the calls of a block; the answer of the last one, or null if there are none. */
    private @Nullable String run(Block block, ExtenderProcess process) throws IOException, InterruptedException {
        String answer = null;
        if (block.language().equals("sh")) {
            for (MatchResult curl : CURL.matcher(block.text()).results().toList()) {
                answer = call(curl, process);
            }
        }
        return answer;
    }

    private String call(MatchResult curl, ExtenderProcess process) throws IOException, InterruptedException {
        boolean verbs = curl.group(1)
                .equals(Integer.toString(
                        ExtenderConfig.DEFAULT.verbs().listener().port()));
        int port = verbs ? process.verbsPort() : process.operationsPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + curl.group(2)));
        if (curl.group(3) != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(curl.group(3)));
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).as(curl.group()).isEqualTo(200);
        String prefix = curl.group(4);
        return prefix == null
                ? response.body()
                : response.body()
                        .lines()
                        .filter(line -> line.startsWith(prefix))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    private static ExtenderConfig config() {
        ExtenderConfig standard = ExtenderConfig.DEFAULT;
        return new ExtenderConfig(
                standard.mode(),
                VerbsConfig.at(ANY_PORT),
                ANY_PORT,
                standard.kubernetes(),
                standard.resources(),
                standard.policy(),
                standard.namespaces(),
                standard.scheduler(),
                standard.hold(),
                standard.damage(),
                standard.limits());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
