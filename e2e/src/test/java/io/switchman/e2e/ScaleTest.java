package io.switchman.e2e;

import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Pod;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.LocalProcess;
import io.switchman.e2e.plane.SchedulerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Figures of a large cluster: time until it is known, memory, and pods a second with the scheduler's own sampling, with all nodes
 * without us, and with all nodes and us. Every pod must be bound; of the figures nothing is asserted, e2e/DESIGN.md has them.
 */
@EnabledIfSystemProperty(named = "scale.nodes", matches = "[0-9]+")
class ScaleTest {
    private static final int NODES = Integer.getInteger("scale.nodes", 0);
    private static final int PODS = Integer.getInteger("scale.pods", 400);
    private static final int ROUNDS = Integer.getInteger("scale.rounds", 2);
    private static final int WARM = 40;
    private static final int WAITING = 500;
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private int serial;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void figures() throws Exception {
        Map<String, String> nodes = new TreeMap<>();
        IntStream.range(0, NODES).forEach(i -> nodes.put("gpu-worker-%05d.rack.example".formatted(i), "hgx-h100"));
        try (KubernetesStage stage = KubernetesStage.open("scale", "enforce", nodes)) {
            stage.scheduler().kill();
            long start = System.nanoTime();
            stage.restartSwitchman("enforce");
            say("time to start and know %d nodes: %.1f s".formatted(NODES, (System.nanoTime() - start) / 1e9));
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            say("heap of this JVM, the test with Switchman in it: %d MB"
                    .formatted((runtime.totalMemory() - runtime.freeMemory()) >> 20));
            for (int round = 0; round < ROUNDS; round++) {
                measure(stage, "default sampling, alone", manifest().alone().sampling(0));
                measure(stage, "all nodes, alone", manifest().alone().sampling(100));
                measure(stage, "all nodes, Switchman", stage.schedulerConfig().sampling(100));
            }
            wait(stage);
        }
    }

    private static SchedulerConfig manifest() {
        return SchedulerConfig.read(SchedulerConfig.MANIFEST);
    }

    private void measure(KubernetesStage stage, String what, SchedulerConfig config) throws Exception {
        LocalProcess scheduler =
                stage.plane().startScheduler("scheduler-" + ++serial, config.unthrottled(), "--leader-elect=false");
        try {
            place(stage, scheduler, WARM);
            double seconds = place(stage, scheduler, PODS);
            say("%-26s %6.1f pods/s".formatted(what, PODS / seconds));
        } finally {
            scheduler.kill();
        }
    }

    /** What pods cost that are refused and wait, while nothing happens. */
    private void wait(KubernetesStage stage) throws Exception {
        LocalProcess scheduler = stage.plane()
                .startScheduler("scheduler-waiting", stage.schedulerConfig().unthrottled(), "--leader-elect=false");
        try {
            inParallel(WAITING, i -> {
                V1Pod pod = Pods.asking("waits-" + i, 2, 0, 1);
                Pods.meta(pod).putAnnotationsItem("switchman.io/policy", "require");
                return stage.client().create(pod);
            });
            Await.until(
                    WAITING + " pods to be refused",
                    WITHIN,
                    () -> filterCalls(stage) >= WAITING ? true : null,
                    () -> filterCalls(stage) + " filter calls; " + scheduler.logEnd());
            double first = filterCalls(stage);
            long start = System.nanoTime();
            double last = Await.until(
                    "a minute to pass",
                    Duration.ofMinutes(2),
                    () -> System.nanoTime() - start > 60_000_000_000L ? filterCalls(stage) : null,
                    scheduler::logEnd);
            say("%d pods wait, nothing happens: %.0f filter calls until all were refused, %.0f in the minute after"
                    .formatted(WAITING, first, last - first));
        } finally {
            scheduler.kill();
        }
    }

    private static double filterCalls(KubernetesStage stage) {
        URI page = URI.create("http://127.0.0.1:" + stage.switchman().operationsPort() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text = client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith("switchman_calls_total") && line.contains("verb=\"filter\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Creates pods over four connections, waits until all are bound, and deletes them. */
    private double place(KubernetesStage stage, LocalProcess scheduler, int count) throws Exception {
        int batch = ++serial;
        long start = System.nanoTime();
        List<V1Pod> pods = inParallel(count, i -> stage.client().create(Pods.asking("p-" + batch + "-" + i, 1, i % 8)));
        Await.until(
                count + " pods to be bound",
                WITHIN,
                () -> unbound(stage) == 0 ? true : null,
                () -> unbound(stage) + " are not; " + scheduler.logEnd());
        double seconds = (System.nanoTime() - start) / 1e9;
        inParallel(count, i -> {
            stage.client().delete(pods.get(i));
            return i;
        });
        return seconds;
    }

    private static int unbound(KubernetesStage stage) {
        try {
            return stage.client()
                    .core()
                    .listNamespacedPod("default")
                    .fieldSelector("spec.nodeName=")
                    .execute()
                    .getItems()
                    .size();
        } catch (ApiException e) {
            return Integer.MAX_VALUE;
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Work<T> {
        T of(int index) throws ApiException;
    }

    private static <T> List<T> inParallel(int count, Work<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                futures.add(threads.submit(() -> work.of(index)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static void say(String text) {
        System.out.println("scale: " + text);
    }
}
