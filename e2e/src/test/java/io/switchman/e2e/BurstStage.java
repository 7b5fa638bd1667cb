package io.switchman.e2e;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.fleet.KubeletPlayer;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.Caller;
import io.switchman.e2e.plane.ControlPlane;
import io.switchman.e2e.plane.LocalProcess;
import io.switchman.e2e.plane.SchedulerConfig;
import io.switchman.e2e.plane.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as operators set it up, with many nodes whose kubelets and agents are played, and Switchman in a process of its own,
 * which calls the API server over a wire that can fail.
 */
record BurstStage(
        ControlPlane plane,
        Fleet fleet,
        KubeletPlayer kubelets,
        Wire wire,
        SwitchmanProcess switchman,
        List<LocalProcess> schedulers)
        implements AutoCloseable {
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(60);
    private static final String TOPOLOGIES = "/apis/topology.switchman.io/v1alpha1/nodetopologies";

    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler";

    /** What stands out of the usual. */
    record Setup(String name, String mode, int schedulers, List<String> manifests, String further, String limits) {
        static final List<String> ALL =
                List.of("crds/machinetypes.yaml", "crds/nodetopologies.yaml", "rbac.yaml", "admission-policy.yaml");

        static Setup enforcing(String name) {
            return new Setup(name, "enforce", 1, ALL, "", "{}");
        }

        /** With so many schedulers of which one leads. */
        Setup withSchedulers(int count) {
            return new Setup(name, mode, count, manifests, further, limits);
        }

        Setup observing() {
            return new Setup(name, "observe", schedulers, manifests, further, limits);
        }

        /** Where nothing keeps others from writing what only Switchman should. */
        Setup withoutPolicies() {
            return new Setup(name, mode, schedulers, ALL.subList(0, 3), further, limits);
        }

        /** With objects beside those of the manifests, as YAML. */
        Setup with(String objects) {
            return new Setup(name, mode, schedulers, manifests, objects, limits);
        }

        /** Where Switchman has other limits, as a YAML mapping. */
        Setup limited(String to) {
            return new Setup(name, mode, schedulers, manifests, further, to);
        }
    }

    static BurstStage open(Setup setup, Fleet fleet) {
        ControlPlane plane = ControlPlane.start(Path.of("target", "planes", setup.name()));
        try {
            Manifests.apply(plane.admin(), setup.manifests().toArray(String[]::new));
            Await.until(
                    TOPOLOGIES,
                    SERVED_WITHIN,
                    () -> plane.admin().get(TOPOLOGIES).code() == 200 ? true : null,
                    () -> "not served");
            Manifests.applyText(plane.admin(), setup.further());
            fleet.publish(plane.admin());
            KubeletPlayer kubelets = new KubeletPlayer(plane.admin(), fleet.nodes(), new SplittableRandom(1));
            Wire wire = new Wire(plane.freePort(), plane.address());
            SwitchmanProcess switchman = SwitchmanProcess.start(plane, setup.mode(), wire.address(), setup.limits());
            List<LocalProcess> schedulers = new ArrayList<>();
            for (int i = 0; i < setup.schedulers(); i++) {
                SchedulerConfig config =
                        SchedulerConfig.read(SchedulerConfig.MANIFEST).extenderAt(switchman.verbs());
                String elects = "--leader-elect=" + (setup.schedulers() > 1);
                schedulers.add(plane.startScheduler("kube-scheduler-" + i, config, elects));
                if (setup.schedulers() > 1) {
                    Await.until("a leader", SERVED_WITHIN, () -> leader(plane), () -> "no scheduler leads");
                }
            }
            return new BurstStage(plane, fleet, kubelets, wire, switchman, schedulers);
        } catch (IOException e) {
            plane.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            plane.close();
            throw e;
        }
    }

    /** All pods of the namespace that tests use. */
    List<JsonObject> pods() {
        JsonArray items = new JsonObject(plane.admin().get(PODS).text()).getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList();
    }

    /** Who holds the lease of the schedulers. */
    String leader() {
        return String.valueOf(leader(plane));
    }

    private static @Nullable String leader(ControlPlane plane) {
        Caller.Answer answer = plane.admin().get(LEASE);
        return answer.code() == 200 && answer.at("spec", "holderIdentity") instanceof String holder && !holder.isEmpty()
                ? holder
                : null;
    }

    /** Has the scheduler try every pod again that it found no node for: a node has changed in a way that might matter. */
    void wakePods() {
        String node = "/api/v1/nodes/" + fleet.nodes().keySet().iterator().next();
        String patch = "{\"metadata\":{\"annotations\":{\"example.com/woken\":\"" + System.nanoTime() + "\"}}}";
        plane.admin().patch(node, patch);
    }

    /** What Switchman knows of a node. */
    JsonObject known(String node) {
        return new JsonObject(switchman.get("/debug/state?node=" + node))
                .getJsonArray("nodes")
                .getJsonObject(0);
    }

    /** What Switchman counts as a pod's on a node, or null. */
    @Nullable
    JsonObject claim(String node, JsonObject pod) {
        return known(node).getJsonArray("claims").stream()
                .map(JsonObject.class::cast)
                .filter(claim -> EndState.uid(pod).equals(claim.getString("uid")))
                .findFirst()
                .orElse(null);
    }

    /** Waits until a claim of a pod is as wanted, and returns it. */
    JsonObject awaitClaim(String node, JsonObject pod, Predicate<JsonObject> wanted) {
        return Await.until(
                "the wanted claim of " + EndState.name(pod),
                SERVED_WITHIN,
                () -> {
                    JsonObject claim = claim(node, pod);
                    return claim != null && wanted.test(claim) ? claim : null;
                },
                () -> "known is: " + known(node).encode());
    }

    /** Creates a pod and returns it as the API server made it. */
    JsonObject create(JsonObject pod) {
        Caller.Answer answer = plane.admin().post(PODS, pod.encode());
        if (answer.code() != 201) {
            throw new AssertionError(answer.toString());
        }
        return new JsonObject(answer.text());
    }

    /** A pod as it is now. */
    JsonObject read(JsonObject pod) {
        return new JsonObject(plane.admin().get(PODS + "/" + EndState.name(pod)).text());
    }

    /** Waits until a pod is as wanted, and returns it. */
    JsonObject await(JsonObject pod, String what, Predicate<JsonObject> wanted) {
        return Await.until(
                EndState.name(pod) + " to be " + what,
                SERVED_WITHIN,
                () -> {
                    JsonObject now = read(pod);
                    return wanted.test(now) ? now : null;
                },
                () -> read(pod).encodePrettily());
    }

    @Override
    public void close() {
        kubelets.close();
        plane.close();
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
