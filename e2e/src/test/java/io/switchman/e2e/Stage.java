package io.switchman.e2e;

import io.kubernetes.client.openapi.ApiException;
import io.switchman.e2e.plane.ControlPlane;
import io.switchman.e2e.plane.KubeClient;
import io.switchman.e2e.plane.LocalProcess;
import io.switchman.e2e.plane.SchedulerConfig;
import io.switchman.events.machine.BundledMachines;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A control plane whose nodes Switchman knows too, and a kube-scheduler that asks it, set up by the file for operators. */
record Stage(ControlPlane plane, RunningSwitchman switchman, LocalProcess scheduler) implements AutoCloseable {
    /**
     * Sets it up.
     *
     * @param name of the directory with logs and data, under {@code target}
     * @param nodes names of bundled machines by names of nodes
     */
    static Stage open(String name, Map<String, String> nodes) throws ApiException {
        Map<String, Machine> machines = new LinkedHashMap<>();
        nodes.forEach((node, machine) -> machines.put(node, machine(machine)));
        ControlPlane plane = ControlPlane.start(Path.of("target", "planes", name));
        try {
            for (Map.Entry<String, Machine> node : machines.entrySet()) {
                plane.client().createNode(node.getKey());
                plane.client().advertise(node.getKey(), resources(node.getValue()));
            }
            RunningSwitchman switchman = RunningSwitchman.over(machines);
            try {
                return new Stage(plane, switchman, scheduler(plane, switchman));
            } catch (RuntimeException | Error e) {
                switchman.close();
                throw e;
            }
        } catch (ApiException | RuntimeException | Error e) {
            plane.close();
            throw e;
        }
    }

    private static LocalProcess scheduler(ControlPlane plane, RunningSwitchman switchman) {
        SchedulerConfig config = SchedulerConfig.read(SchedulerConfig.MANIFEST)
                .extenderAt(switchman.verbs())
                .bindingItself();
        // It is alone. With a lease it would end itself, for a kubelet to start it, when the API is away for ten
        // seconds.
        return plane.startScheduler("kube-scheduler", config, "--leader-elect=false");
    }

    KubeClient client() {
        return plane.client();
    }

    @Override
    public void close() {
        plane.close();
        switchman.close();
    }

    static Machine machine(String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(BundledMachines.named(name)).machine());
    }

    /** What the device plugins of such a machine count, and plenty of everything else. */
    static Map<String, String> resources(Machine machine) {
        Map<String, Integer> devices = new TreeMap<>();
        machine.gpus().forEach(gpu -> devices.merge(gpu.resource().value(), 1, Integer::sum));
        for (VfSource source : machine.sources()) {
            devices.merge(source.pool().resource().value(), source.pool().total(), Integer::sum);
        }
        Map<String, String> resources = new TreeMap<>(Map.of("cpu", "192", "memory", "2Ti", "pods", "110"));
        devices.forEach((resource, count) -> resources.put(resource, count.toString()));
        return resources;
    }
}
