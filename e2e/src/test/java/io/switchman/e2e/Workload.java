package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.plane.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Pods as jobs make them: all shapes, by rails and from pools, under several policies; and their ends. */
final class Workload {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final int RAILS = 8;
    private static final int JOB_SIZE = 8;
    private static final int JOB_EVERY = 4;
    static final int GANG_SIZE = 4;

    /** Random numbers of seeds that are near each other are alike. */
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    private final BurstStage stage;
    private final long seed;
    private final Random random;
    private final boolean withGangs;
    private final AtomicInteger number = new AtomicInteger();

    Workload(BurstStage stage, long seed) {
        this(stage, seed, false);
    }

    /** With gangs, for which the stage must have {@link PodGroups#KIND}. */
    static Workload withGangs(BurstStage stage, long seed) {
        return new Workload(stage, seed, true);
    }

    private Workload(BurstStage stage, long seed, boolean withGangs) {
        this.withGangs = withGangs;
        this.stage = stage;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * What a pod asks for.
     *
     * @param rails first rail and how many, each with one VF; or how many VFs of a pool where the first is negative
     */
    private record Shape(String gpu, int gpus, int firstRail, int rails) {
        JsonObject limits() {
            JsonObject limits = new JsonObject();
            if (gpus > 0) {
                limits.put(gpu, Integer.toString(gpus));
            }
            if (firstRail < 0 && rails > 0) {
                limits.put("nvidia.com/sriov_rdma_vf", Integer.toString(rails));
            }
            for (int rail = firstRail; firstRail >= 0 && rail < firstRail + rails; rail++) {
                limits.put("nvidia.com/sriov_rdma_vf_port" + rail % RAILS, "1");
            }
            return limits;
        }
    }

    private static Shape shape(Random random) {
        int[][] counts = {
            {1, 1}, {1, 1}, {2, 2}, {2, 2}, {4, 4}, {4, 4}, {8, 8}, {1, 2}, {2, 1}, {4, 2}, {2, 4}, {2, 0}, {0, 1}
        };
        int[] of = counts[random.nextInt(counts.length)];
        String gpu = random.nextInt(16) == 0 ? "amd.com/gpu" : "nvidia.com/gpu";
        boolean pool = random.nextInt(3) == 0;
        int first = of[1] == RAILS ? 0 : random.nextInt(RAILS / Math.max(1, of[1])) * of[1];
        return new Shape(gpu, of[0], pool ? -1 : first, of[1]);
    }

    /** Creates pods, several at a time. */
    void create(int count) {
        List<JsonObject> pods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pods.add(next());
        }
        create(pods);
    }

    void create(List<JsonObject> pods) {
        pods.parallelStream().forEach(pod -> {
            Caller.Answer answer = stage.plane().admin().post(PODS, pod.encode());
            assertThat(answer.code()).as("%s", answer).isEqualTo(201);
        });
    }

    /** Creates a pod that asks for one VF, of which there are always some, and tells its name. */
    String probe() {
        JsonObject pod = pod(
                "probe-" + number.getAndIncrement(),
                new JsonObject(),
                new JsonObject().put("nvidia.com/sriov_rdma_vf_port0", "1"));
        create(List.of(pod));
        return EndState.name(pod);
    }

    /** The next pod, which is not created yet. */
    JsonObject next() {
        int own = number.getAndIncrement();
        int group = own / JOB_SIZE;
        boolean isOfJob = group % JOB_EVERY == 0;
        boolean isOfGang = withGangs && group % JOB_EVERY == 1;
        // Pods of a job or gang ask the same; whoever is of none draws for itself.
        Random dice = isOfJob || isOfGang ? new Random(seed + group * SCATTER) : random;
        JsonObject annotations = new JsonObject();
        int policy = dice.nextInt(10);
        if (policy < 4) {
            annotations.put("switchman.io/policy", "require");
        }
        if (policy == 3) {
            annotations.put("switchman.io/min-certainty", "0.25");
        }
        if (isOfJob) {
            annotations.put("switchman.io/job", "job-" + group);
        }
        JsonObject pod = pod("burst-" + own, annotations, shape(dice).limits());
        if (isOfGang) {
            String gang = "gang-" + own / GANG_SIZE;
            if (own % GANG_SIZE == 0) {
                PodGroups.create(stage.plane().admin(), gang, GANG_SIZE);
            }
            pod.getJsonObject("metadata").put("labels", new JsonObject().put(PodGroups.LABEL, gang));
        }
        return pod;
    }

    /** A pod of the profile that Switchman is asked for. */
    static JsonObject pod(String name, JsonObject annotations, JsonObject limits) {
        JsonObject container = new JsonObject()
                .put("name", "main")
                .put("image", "example.com/train:1")
                .put("resources", new JsonObject().put("limits", limits));
        return new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("metadata", new JsonObject().put("name", name).put("annotations", annotations))
                .put(
                        "spec",
                        new JsonObject()
                                .put("schedulerName", "switchman")
                                .put("containers", new JsonArray().add(container)));
    }

    /** Ends so many running pods: some are deleted, some come to their end. */
    void depart(int count) {
        end(count, pod -> "Running".equals(pod.getJsonObject("status").getString("phase")));
    }

    /** A pod is deleted, or comes to its end if it runs. One that is gone already stays so. */
    void leave(String name) {
        Caller.Answer answer = stage.plane().admin().get(PODS + "/" + name);
        if (answer.code() == 200) {
            leave(new JsonObject(answer.text()));
        }
    }

    private void leave(JsonObject pod) {
        if (EndState.phase(pod).equals("Running") && random.nextBoolean()) {
            stage.kubelets().finish(pod);
        } else {
            stage.plane().admin().send("DELETE", PODS + "/" + EndState.name(pod), Caller.JSON, "");
        }
    }

    /** Takes away pods that kubelets refused, as their owners would. */
    void clearFailed() {
        end(
                Integer.MAX_VALUE,
                pod -> "Failed".equals(pod.getJsonObject("status").getString("phase")));
    }

    private void end(int count, Predicate<JsonObject> which) {
        List<JsonObject> some =
                new ArrayList<>(stage.pods().stream().filter(which).toList());
        Collections.shuffle(some, random);
        some.subList(0, Math.min(count, some.size())).forEach(this::leave);
    }
}
