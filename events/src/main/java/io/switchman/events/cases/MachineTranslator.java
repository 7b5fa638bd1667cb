package io.switchman.events.cases;

import io.switchman.topology.kubelet.GpuPool;
import io.switchman.topology.kubelet.GpuUnit;
import io.switchman.topology.kubelet.VfPort;
import io.switchman.topology.model.GpuPlugin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The devices of a case's machine, with those in use. */
final class MachineTranslator {
    private static final int NUMA_MAX = 63;
    private static final int VFS_MAX = 4096;

    private final Json machine;
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> busy = new HashSet<>();
    private final List<String> gpuIds = new ArrayList<>();

    MachineTranslator(Json machine, Json busy) throws CaseException {
        this.machine = machine;
        for (Json id : busy.items()) {
            this.busy.add(id.text(""));
        }
        unknown.addAll(this.busy);
        for (Json gpu : machine.get("gpus").items()) {
            gpuIds.add(gpu.get("id").text(""));
        }
    }

    List<String> gpuIds() {
        return gpuIds;
    }

    /** The NUMA nodes of the machine: those it names, else those of its devices, else 0. */
    List<Integer> numaIds() throws CaseException {
        Set<Integer> ids = new TreeSet<>();
        List<Integer> named = new ArrayList<>();
        for (Json id : machine.get("numaNodes").items()) {
            named.add(id.number(0, NUMA_MAX));
        }
        for (String kind : List.of("gpus", "ports")) {
            for (Json device : machine.get(kind).items()) {
                Integer numa = numa(device);
                if (numa != null) {
                    ids.add(numa);
                }
            }
        }
        if (!named.isEmpty()) {
            return named;
        }
        return ids.isEmpty() ? List.of(0) : List.copyOf(ids);
    }

    GpuPool gpus() throws CaseException {
        List<GpuUnit> units = new ArrayList<>();
        for (Json gpu : machine.get("gpus").items()) {
            units.add(new GpuUnit(
                    numa(gpu),
                    gpu.get("switch").textOrNull(),
                    isBusy(gpu.get("id").text(""))));
        }
        return new GpuPool(
                machine.get("gpuResource").text("nvidia.com/gpu"),
                units,
                new LinkTranslator(machine, gpuIds).scores(),
                GpuPlugin.NVIDIA);
    }

    List<VfPort> ports() throws CaseException {
        List<VfPort> ports = new ArrayList<>();
        for (Json port : machine.get("ports").items()) {
            String name = port.get("name").text("");
            List<String> ids = new ArrayList<>();
            for (Json id : port.get("vfIds").items()) {
                ids.add(id.text(""));
            }
            if (ids.isEmpty()) {
                int vfs = port.get("vfs").number(0, VFS_MAX);
                for (int vf = 0; vf < vfs; vf++) {
                    ids.add(name + "." + vf);
                }
            }
            Set<Integer> taken = new HashSet<>();
            for (int vf = 0; vf < ids.size(); vf++) {
                if (isBusy(ids.get(vf))) {
                    taken.add(vf);
                }
            }
            ports.add(new VfPort(
                    port.get("resource").text(""),
                    numa(port),
                    port.get("switch").textOrNull(),
                    ids.size(),
                    taken));
        }
        return ports;
    }

    /** Refuses busy devices that do not exist. */
    void checkBusy() throws CaseException {
        if (!unknown.isEmpty()) {
            throw new CaseException("busy devices " + unknown + " do not exist");
        }
    }

    private boolean isBusy(String id) {
        unknown.remove(id);
        return busy.contains(id);
    }

    private static @Nullable Integer numa(Json device) throws CaseException {
        return device.get("numa").numberOrNull(NUMA_MAX);
    }
}
