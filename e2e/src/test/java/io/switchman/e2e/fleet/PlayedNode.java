package io.switchman.e2e.fleet;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.NodeShape;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A node and its kubelet's books: which pod has which devices. Any thread may use it. */
public final class PlayedNode {
    /** Longer than it takes from a decision to the kubelet. */
    private static final long LATELY_NANOS = 2_000_000_000L;

    private final String name;
    private final PlayedMachine make;
    private final KubeletSetup kubelet;
    private final Map<String, Devices> books = new LinkedHashMap<>();

    /** The last one first. */
    private final Deque<Release> releases = new ArrayDeque<>();

    private final Map<String, List<NodeShape>> moments = new HashMap<>();

    private record Release(long nanos, Devices devices) {}

    PlayedNode(String name, PlayedMachine make, KubeletSetup kubelet) {
        this.name = name;
        this.make = make;
        this.kubelet = kubelet;
    }

    /**
     * What a pod has.
     *
     * @param gpus as bits by index into the machine's list
     * @param vfs VFs by the machine's sources, each with its number on its port
     */
    public record Devices(int gpus, List<List<Integer>> vfs) {
        public Devices {
            vfs = List.copyOf(vfs);
        }

        public int[] vfCounts() {
            return vfs.stream().mapToInt(List::size).toArray();
        }
    }

    public String name() {
        return name;
    }

    public Machine machine() {
        return make.machine();
    }

    public KubeletSetup kubelet() {
        return kubelet;
    }

    PlayedMachine make() {
        return make;
    }

    /** All pods with what they have. */
    public synchronized Map<String, Devices> books() {
        return Map.copyOf(books);
    }

    /** What is really free. */
    public synchronized NodeShape free() {
        NodeShape shape = NodeShape.idle(machine()).with(kubelet);
        for (Devices devices : books.values()) {
            shape = shape.without(devices.gpus(), devices.vfCounts());
        }
        return shape;
    }

    /**
     * Admits a pod as the node's kubelet would.
     *
     * @param plan what an agent would tell a steered kubelet, or null
     * @return what it got, or null where the kubelet refuses it
     */
    synchronized @Nullable Devices admit(
            String uid, Request request, @Nullable Plan plan, Foresight foresight, RandomGenerator dice) {
        NodeShape free = free();
        moments.put(uid, before(free));
        Foresight.Drawn drawn = isThere(request, free) ? foresight.draw(free, request, plan, dice) : null;
        if (drawn == null) {
            return null;
        }
        Devices devices = new Devices(drawn.gpus(), pick(drawn.vfs()));
        books.put(uid, devices);
        return devices;
    }

    /** Takes a pod's devices back. */
    synchronized void release(String uid) {
        Devices devices = books.remove(uid);
        moments.remove(uid);
        if (devices != null) {
            releases.addFirst(new Release(System.nanoTime(), devices));
        }
    }

    /**
     * What was free a moment before a pod was admitted, at each of the moments before other pods let go of devices; whoever decided
     * about the pod may not have known of that.
     */
    public synchronized List<NodeShape> momentsBefore(String uid) {
        return moments.getOrDefault(uid, List.of());
    }

    private List<NodeShape> before(NodeShape free) {
        long now = System.nanoTime();
        releases.removeIf(release -> now - release.nanos() > LATELY_NANOS);
        List<NodeShape> before = new ArrayList<>();
        NodeShape shape = free;
        for (Release release : releases) {
            Devices devices = release.devices();
            if (!isFree(devices, shape)) {
                break;
            }
            shape = shape.without(devices.gpus(), devices.vfCounts());
            before.add(shape);
        }
        return before;
    }

    private static boolean isFree(Devices devices, NodeShape shape) {
        int[] counts = devices.vfCounts();
        return (devices.gpus() & ~shape.freeGpus()) == 0
                && IntStream.range(0, counts.length).allMatch(source -> counts[source] <= shape.freeVfs(source));
    }

    private boolean isThere(Request request, NodeShape free) {
        int gpus = request.gpus() == null
                ? 0
                : free.freeGpus() & machine().gpusNamed(request.gpus().resource());
        return Integer.bitCount(gpus) >= request.gpuCount()
                && request.vfs().stream()
                        .allMatch(vf -> machine().sourcesNamed(vf.resource()).stream()
                                        .mapToInt(free::freeVfs)
                                        .sum()
                                >= vf.count());
    }

    private List<List<Integer>> pick(int[] counts) {
        List<List<Integer>> picked = new ArrayList<>();
        for (int source = 0; source < counts.length; source++) {
            Set<Integer> used = new HashSet<>();
            for (Devices devices : books.values()) {
                used.addAll(devices.vfs().get(source));
            }
            List<Integer> own = new ArrayList<>();
            for (int vf = 0; own.size() < counts[source]; vf++) {
                if (!used.contains(vf)) {
                    own.add(vf);
                }
            }
            picked.add(own);
        }
        return picked;
    }

    /** What device plugins call the devices of a pod, by resource. */
    Map<String, List<String>> ids(Devices devices) {
        Map<String, List<String>> ids = new TreeMap<>();
        for (int gpu = 0; gpu < machine().gpus().size(); gpu++) {
            if ((devices.gpus() >>> gpu & 1) != 0) {
                String resource = machine().gpus().get(gpu).resource().value();
                ids.computeIfAbsent(resource, _ -> new ArrayList<>()).add(make.uuid(name, gpu));
            }
        }
        for (int source = 0; source < devices.vfs().size(); source++) {
            VfSource of = machine().sources().get(source);
            for (int vf : devices.vfs().get(source)) {
                ids.computeIfAbsent(of.pool().resource().value(), _ -> new ArrayList<>())
                        .add(make.vf(of.port(), vf));
            }
        }
        return ids;
    }

    /** What a pod has by the status of its object, where a kubelet wrote it. */
    public Devices told(JsonObject pod) {
        Set<String> names = new HashSet<>();
        for (Object status : pod.getJsonObject("status").getJsonArray("containerStatuses", new JsonArray())) {
            for (Object resource : ((JsonObject) status).getJsonArray("allocatedResourcesStatus", new JsonArray())) {
                ((JsonObject) resource)
                        .getJsonArray("resources")
                        .forEach(device -> names.add(((JsonObject) device).getString("resourceID")));
            }
        }
        int gpus = 0;
        for (int gpu = 0; gpu < machine().gpus().size(); gpu++) {
            gpus |= names.contains(make.uuid(name, gpu)) ? 1 << gpu : 0;
        }
        List<List<Integer>> vfs = new ArrayList<>();
        for (VfSource of : machine().sources()) {
            vfs.add(IntStream.range(0, of.pool().total())
                    .filter(vf -> names.contains(make.vf(of.port(), vf)))
                    .boxed()
                    .toList());
        }
        return new Devices(gpus, vfs);
    }

    /** The plan that a bound pod's annotation has, as far as an agent needs it, or null. Who signed it is not looked at. */
    @Nullable
    Plan planOf(JsonObject pod) {
        String text = Wanted.annotation(pod, "plan");
        if (text == null || !kubelet.steered()) {
            return null;
        }
        List<Integer> gpus = new ArrayList<>();
        NodeShape free = free();
        for (Object address : new JsonObject(new JsonObject(text).getString("plan")).getJsonArray("gpus")) {
            for (int gpu = 0; gpu < machine().gpus().size(); gpu++) {
                if (machine().gpus().get(gpu).address().toString().equals(address)) {
                    gpus.add(gpu);
                }
            }
        }
        boolean canFollow = !gpus.isEmpty() && gpus.stream().allMatch(gpu -> (free.freeGpus() >>> gpu & 1) != 0);
        return canFollow ? new Plan(machine(), gpus, List.of(), List.of(), null, 0, 0, 0) : null;
    }
}
