package io.switchman.e2e;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many pods of all shapes come at once onto nodes of all makes, some leave meanwhile, and in the end everything is counted anew. */
class BurstTest {
    private static final int NODES = Integer.getInteger("burst.nodes", 60);
    private static final int PODS = Integer.getInteger("burst.pods", 300);
    private static final int BATCH = 25;
    private static final int LEAVING = 8;
    private static final Duration BOUND_WITHIN = Duration.ofMinutes(5);

    @Test
    void everyPodIsBoundOrRefusedForAReasonThatIsTrue() {
        try (BurstStage stage =
                BurstStage.open(BurstStage.Setup.enforcing("burst").with(PodGroups.KIND), Fleet.mixed(NODES))) {
            Workload workload = Workload.withGangs(stage, 7);
            long began = System.nanoTime();
            for (int created = 0; created < PODS; created += BATCH) {
                workload.create(Math.min(BATCH, PODS - created));
                workload.depart(LEAVING);
            }
            Await.until(
                    "every pod to be bound or refused",
                    BOUND_WITHIN,
                    () -> stage.pods().stream().allMatch(BurstTest::isAnswered) ? true : null,
                    () -> stage.pods().stream().filter(pod -> !isAnswered(pod)).count() + " are not");
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "burst: %d pods on %d nodes answered in %.1f s, %.1f a second%n",
                    PODS, NODES, seconds, PODS / seconds);
            EndState end = EndState.await(stage);
            System.out.println("burst: " + end.summary());
            System.out.println("burst: " + JobCount.of(stage, end));
            System.out.println("burst: " + PodGroups.summary(end, Workload.GANG_SIZE));
            stage.switchman()
                    .get("/metrics")
                    .lines()
                    .filter(line -> line.startsWith("switchman_job_rails_total{") && !line.endsWith(" 0.0"))
                    .forEach(System.out::println);
        }
    }

    private static boolean isAnswered(JsonObject pod) {
        return EndState.node(pod) != null || EndState.unschedulable(pod) != null;
    }
}
