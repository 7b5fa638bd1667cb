package io.switchman.topology.kubelet;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the devices that a pod got count as aligned. GPUs and VFs that are near enough to each other are of one class; VFs
 * are counted in places, each of which belongs to one class or to none.
 */
public final class Goal {
    private final boolean everyGpu;
    private final int classes;
    private final int[] classOfGpu;
    private final int[] placeOfPort;
    private final int[] classOfPlace;
    private final boolean[] usable;
    private final int distinct;

    private Goal(boolean everyGpu, int classes, int[] classOfGpu, int[] placeOfPort, Places places, int distinct) {
        this.everyGpu = everyGpu;
        this.classes = classes;
        this.classOfGpu = classOfGpu;
        this.placeOfPort = placeOfPort;
        this.classOfPlace = places.classes();
        this.usable = places.usable();
        this.distinct = distinct;
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Places(int[] classes, boolean[] usable) {}

    /** Every GPU has a VF of its own on its switch, VFs counted for each switch: what measured cases count. */
    public static Goal paired(KubeletNode node) {
        Map<String, Integer> switches = new HashMap<>();
        List<GpuUnit> gpus = node.gpus().gpus();
        gpus.stream()
                .map(GpuUnit::switchKey)
                .filter(key -> key != null)
                .forEach(key -> switches.putIfAbsent(key, switches.size()));
        int[] ofGpu =
                gpus.stream().mapToInt(gpu -> of(switches, gpu.switchKey())).toArray();
        int[] ofPort = node.ports().stream()
                .mapToInt(port -> of(switches, port.switchKey()))
                .toArray();
        int[] classOfPlace = new int[switches.size()];
        Arrays.setAll(classOfPlace, i -> i);
        boolean[] usable = new boolean[switches.size()];
        Arrays.fill(usable, true);
        return new Goal(true, switches.size(), ofGpu, ofPort, new Places(classOfPlace, usable), 0);
    }

    private static int of(Map<String, Integer> switches, @Nullable String key) {
        return key == null ? -1 : switches.getOrDefault(key, -1);
    }

    /**
     * The scarcer kind is matched one to one with the other within a class; what is left over of the other kind shares a
     * class with some device of the scarcer one; no VF is on a port that must not be used; VFs are on distinct ports.
     *
     * @param classOfGpu the class of each GPU, from 0
     * @param ports where the VFs of each entry of {@link KubeletNode#ports} are
     * @param distinctPorts least ports with a VF of the pod, or 0 if it does not matter
     */
    public static Goal aligned(int[] classOfGpu, List<PortPlace> ports, int distinctPorts) {
        int classes = max(classOfGpu) + 1;
        int[] placeOfPort = new int[ports.size()];
        int[] classOfPlace = new int[ports.size()];
        boolean[] usable = new boolean[ports.size()];
        Map<Object, Integer> together = new HashMap<>();
        for (int i = 0; i < placeOfPort.length; i++) {
            PortPlace port = ports.get(i);
            classes = Math.max(classes, port.ofClass() + 1);
            Object same = distinctPorts > 0 ? port : List.of(port.ofClass(), port.usable());
            int place = together.computeIfAbsent(same, first -> together.size());
            placeOfPort[i] = place;
            classOfPlace[place] = port.ofClass();
            usable[place] = port.usable();
        }
        int places = together.size();
        Places all = new Places(Arrays.copyOf(classOfPlace, places), Arrays.copyOf(usable, places));
        return new Goal(false, classes, classOfGpu.clone(), placeOfPort, all, distinctPorts);
    }

    /**
     * Where VFs are.
     *
     * @param port the port, by any number
     * @param ofClass its class, from 0
     * @param usable whether its VFs serve the pod; others stay drawable for the kubelet
     */
    public record PortPlace(int port, int ofClass, boolean usable) {}

    private static int max(int[] numbers) {
        return Arrays.stream(numbers).max().orElse(-1);
    }

    int classes() {
        return classes;
    }

    /** How many places VFs are counted in. */
    int places() {
        return classOfPlace.length;
    }

    /** The place of a port's VFs, or -1 where they do not matter. */
    int placeOfPort(int port) {
        return placeOfPort[port];
    }

    int classOfPlace(int place) {
        return classOfPlace[place];
    }

    boolean isUsable(int place) {
        return usable[place];
    }

    /** Least places with a VF; where it is above 0 each port is a place. */
    int distinct() {
        return distinct;
    }

    /** GPUs of a set in each class. */
    int[] perClass(long gpus) {
        int[] counts = new int[classes];
        for (long left = gpus; left != 0; left &= left - 1) {
            int of = classOfGpu[Long.numberOfTrailingZeros(left)];
            if (of >= 0) {
                counts[of]++;
            }
        }
        return counts;
    }

    /** Whether devices of one kind only are asked for, so that nothing is claimed. */
    boolean isMute(int gpus, int vfs) {
        return !everyGpu && (gpus == 0 || vfs == 0);
    }

    /**
     * The fewest VFs a class must get.
     *
     * @param here the pod's GPUs in the class
     */
    int least(int here, int gpus, int vfs) {
        return everyGpu || gpus <= vfs ? here : Math.min(here, 1);
    }

    /** The most VFs a class may get. */
    int most(int here, int gpus, int vfs) {
        if (everyGpu) {
            return vfs;
        }
        return gpus <= vfs ? here == 0 ? 0 : vfs : here;
    }

    /**
     * Whether a draw is aligned.
     *
     * @param perClass the pod's GPUs in each class
     * @param perPlace its VFs in each place
     * @param gpus all its GPUs
     * @param vfs all its VFs
     */
    boolean isMet(int[] perClass, int[] perPlace, int gpus, int vfs) {
        if (isMute(gpus, vfs)) {
            return true;
        }
        int[] ofClass = new int[classes];
        int used = 0;
        for (int place = 0; place < perPlace.length; place++) {
            if (perPlace[place] > 0) {
                if (!usable[place]) {
                    return false;
                }
                used++;
                ofClass[classOfPlace[place]] += perPlace[place];
            }
        }
        return used >= distinct && areInRange(perClass, ofClass, gpus, vfs);
    }

    private boolean areInRange(int[] perClass, int[] ofClass, int gpus, int vfs) {
        int paired = 0;
        for (int i = 0; i < classes; i++) {
            if (ofClass[i] < least(perClass[i], gpus, vfs) || ofClass[i] > most(perClass[i], gpus, vfs)) {
                return false;
            }
            paired += Math.min(perClass[i], ofClass[i]);
        }
        return !everyGpu || paired == gpus;
    }

    /** GPUs that have a VF of their own in their class. */
    int pairs(int[] perClass, int[] perPlace) {
        int[] ofClass = new int[classes];
        for (int place = 0; place < perPlace.length; place++) {
            ofClass[classOfPlace[place]] += perPlace[place];
        }
        int pairs = 0;
        for (int i = 0; i < classes; i++) {
            pairs += Math.min(perClass[i], ofClass[i]);
        }
        return pairs;
    }
}
