package io.switchman.extender.process;

import io.switchman.extender.app.SchedulingService;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.wire.RequestReader;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the compiler see the request path before the first real call: on a state of its own, so that nothing is left of it.
 * A scheduler waits for each filter call, and the first ones would otherwise take ten times as long.
 */
final class WarmUp {
    /** The compiler's last tier takes some ten thousand loop turns; more rounds than this bring nothing. */
    private static final int MOST_ROUNDS = 1_500;

    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final int[] SIZES = {1, 2, 4, 8};

    private final SchedulingService service;
    private final StateKeeper keeper;
    private final RequestReader reader;
    private final ExtenderConfig config;

    WarmUp(ExtenderConfig config, SchedulingService service, StateKeeper keeper) {
        this.service = service;
        this.keeper = keeper;
        this.config = config;
        this.reader =
                new RequestReader(config.limits().jsonDepth(), config.limits().nodesPerRequest());
    }

    /** Runs for a second and a half at most, on the caller's thread. */
    void run() throws Exception {
        long start = System.nanoTime();
        List<String> names = keeper.state().directory().names();
        List<String> few =
                names.subList(0, Math.min(names.size(), config.scheduler().bestNodes()));
        for (int i = 0; i < MOST_ROUNDS && System.nanoTime() - start < MOST_NANOS; i++) {
            int size = SIZES[i % SIZES.length];
            StateKeeper.Snapshot snapshot = keeper.snapshot();
            Future<byte[]> filtered = service.filter(reader.filter(body(i, size, names), snapshot.names()), snapshot);
            filtered.toCompletionStage().toCompletableFuture().get(MOST_NANOS, TimeUnit.NANOSECONDS);
            service.prioritize(reader.filter(body(i, size, few), snapshot.names()), keeper.snapshot());
        }
    }

    private byte[] body(int number, int size, List<String> names) {
        StringBuilder json = new StringBuilder(
                        "{\"Pod\":{\"metadata\":{\"name\":\"warm-up\",\"namespace\":\"none\",\"uid\":\"warm-up-")
                .append(number)
                .append("\"},\"spec\":{\"containers\":[{\"name\":\"main\",\"resources\":{\"requests\":{\"")
                .append(config.resources().gpus().getFirst())
                .append("\":\"")
                .append(size)
                .append('"');
        String pattern = config.resources().vfs().getFirst();
        for (int rail = 0; rail < size; rail++) {
            json.append(",\"")
                    .append(pattern.replace("{rail}", Integer.toString(rail)).replace("*", Integer.toString(rail)))
                    .append("\":\"1\"");
        }
        json.append("}}}]}},\"Nodes\":null,\"NodeNames\":[\"")
                .append(String.join("\",\"", names))
                .append("\"]}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
