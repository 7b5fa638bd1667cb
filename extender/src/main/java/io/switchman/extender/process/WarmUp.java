package io.switchman.extender.process;

import io.switchman.extender.config.ExtenderConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the compiler see the whole request path before the first real call, by calling a listener over a state of its own:
 * nothing is left of it. A scheduler waits for each filter call, and the first ones would otherwise take ten times as long.
 */
final class WarmUp {
    /** The compiler's last tier comes after some thousand calls; more rounds than this bring nothing. */
    private static final int MOST_ROUNDS = 2_000;

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int[] SIZES = {1, 2, 4, 8};

    private final ExtenderConfig config;
    private final List<String> names;
    private final String url;

    /**
     * A warm-up.
     *
     * @param names nodes of the listener's state
     * @param port the listener's port on loopback
     */
    WarmUp(ExtenderConfig config, List<String> names, int port) {
        this.config = config;
        this.names = within(names);
        this.url = "http://127.0.0.1:" + port + "/";
    }

    /** As many of the names as one request may hold; the limits are for the scheduler, and we keep to them too. */
    private List<String> within(List<String> all) {
        long left = config.limits().bodyBytes()
                - body(MOST_ROUNDS, SIZES[SIZES.length - 1], List.of()).length();
        int count = 0;
        while (count < Math.min(all.size(), config.limits().nodesPerRequest())) {
            left -= all.get(count).length() + "\"\",".length();
            if (left < 0) {
                break;
            }
            count++;
        }
        return all.subList(0, count);
    }

    /** Runs for three seconds at most, on the caller's thread. */
    void run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        int best = config.scheduler().bestNodes();
        List<String> few = names.subList(0, Math.min(names.size(), best == 0 ? names.size() : best));
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < MOST_ROUNDS && System.nanoTime() - start < MOST_NANOS; i++) {
                int size = SIZES[i % SIZES.length];
                call(http, "filter", body(i, size, names));
                call(http, "prioritize", body(i, size, few));
            }
        }
    }

    private void call(HttpClient http, String verb, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + verb))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(
                    "warm-up: " + verb + " was answered " + response.statusCode() + " " + response.body());
        }
    }

    private String body(int number, int size, List<String> offered) {
        StringBuilder requests = new StringBuilder();
        requests.append('"')
                .append(config.resources().gpus().getFirst())
                .append("\":\"")
                .append(size)
                .append('"');
        String pattern = config.resources().vfs().getFirst();
        for (int rail = 0; rail < size; rail++) {
            String index = Integer.toString(rail);
            String name = pattern.replace("{rail}", index).replace("*", index);
            requests.append(",\"").append(name).append("\":\"1\"");
        }
        return """
                {"Pod":{"metadata":{"name":"warm-up","namespace":"none","uid":"warm-up-%d"},\
                "spec":{"containers":[{"name":"main","resources":{"requests":{%s}}}]}},\
                "Nodes":null,"NodeNames":["%s"]}""".formatted(number, requests, String.join("\",\"", offered));
    }
}
