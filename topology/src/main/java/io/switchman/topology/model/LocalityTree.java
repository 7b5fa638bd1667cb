package io.switchman.topology.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The devices of a machine in nested classes: for each level the devices that are at this level or nearer to each other.
 *
 * <p>"At level L or nearer" is an equivalence on every consistent machine, because each level is equality of some key and
 * nearer keys imply farther ones. Where a source contradicts itself (two devices below one root port that claim different
 * NUMA nodes, one of which may be unknown), classes are joined only if every two devices of them are near enough: the tree
 * may then call a pair farther than {@link Location#to} does, never nearer.
 */
public final class LocalityTree {
    private final int[][] classOf;
    private final int[] classes;
    private final int gpus;
    private final LocalityGroup root;
    private final List<Locality> steps;

    private LocalityTree(int[][] classOf, int[] classes, int gpus) {
        this.classOf = classOf;
        this.classes = classes;
        this.gpus = gpus;
        this.root = group(Locality.count() - 1, 0);
        this.steps = IntStream.range(0, Locality.count())
                .filter(rank -> rank == 0 || classes[rank] < classes[rank - 1])
                .mapToObj(Locality::ofRank)
                .toList();
    }

    static LocalityTree of(List<Location> gpus, List<Location> ports) {
        List<Location> all = new ArrayList<>(gpus);
        all.addAll(ports);
        int n = all.size();
        int levels = Locality.count();
        int[][] classOf = new int[levels][];
        int[] classes = new int[levels];
        int[] finer = new int[n];
        Arrays.setAll(finer, i -> i);
        for (int level = 0; level < levels; level++) {
            finer = numbered(coarsen(finer, all, level));
            classOf[level] = finer;
            classes[level] = Arrays.stream(finer).max().orElse(-1) + 1;
        }
        return new LocalityTree(classOf, classes, gpus.size());
    }

    /** Number of classes at a level. */
    public int classes(Locality level) {
        return classes[level.rank()];
    }

    /** The class of a GPU at a level, from 0, in the order of first devices. */
    public int ofGpu(Locality level, int gpu) {
        return classOf[level.rank()][gpu];
    }

    /** The class of a port at a level. */
    public int ofPort(Locality level, int port) {
        return classOf[level.rank()][gpus + port];
    }

    /** All devices, in nested groups. */
    public LocalityGroup root() {
        return root;
    }

    /** The nearest level and those at which classes grow, nearest first: at any other level nothing changes. */
    public List<Locality> steps() {
        return steps;
    }

    /** The level of a GPU and a port. */
    public Locality level(int gpu, int port) {
        int level = 0;
        while (classOf[level][gpu] != classOf[level][gpus + port]) {
            level++;
        }
        return Locality.ofRank(level);
    }

    private LocalityGroup group(int farthest, int ofClass) {
        int nearest = farthest;
        int[] parts = partsOf(nearest, ofClass);
        while (nearest > 0 && parts.length == 1) {
            nearest--;
            parts = partsOf(nearest, parts[0]);
        }
        int inner = nearest - 1;
        List<LocalityGroup> groups = nearest == 0
                ? List.of()
                : IntStream.of(parts).mapToObj(part -> group(inner, part)).toList();
        int gpuBits = 0;
        long portBits = 0;
        for (int device = 0; device < classOf[farthest].length; device++) {
            if (classOf[farthest][device] == ofClass) {
                gpuBits |= device < gpus ? 1 << device : 0;
                portBits |= device < gpus ? 0 : 1L << (device - gpus);
            }
        }
        return new LocalityGroup(Locality.ofRank(nearest), Locality.ofRank(farthest), gpuBits, portBits, groups);
    }

    /** The classes of the next nearer level that make up a class, ascending; none at the nearest level. */
    private int[] partsOf(int level, int ofClass) {
        return IntStream.range(0, level == 0 ? 0 : classOf[level].length)
                .filter(device -> classOf[level][device] == ofClass)
                .map(device -> classOf[level - 1][device])
                .distinct()
                .toArray();
    }

    /** Joins classes all of whose devices are within the level of each other, earlier ones first. */
    private static int[] coarsen(int[] finer, List<Location> all, int level) {
        int n = all.size();
        int[] joined = finer.clone();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (joined[i] != joined[j] && areWithin(joined, joined[i], joined[j], all, level)) {
                    int from = joined[j];
                    int to = joined[i];
                    for (int k = 0; k < n; k++) {
                        joined[k] = joined[k] == from ? to : joined[k];
                    }
                }
            }
        }
        return joined;
    }

    private static boolean areWithin(int[] classOf, int one, int other, List<Location> all, int level) {
        for (int i = 0; i < classOf.length; i++) {
            for (int j = 0; j < classOf.length; j++) {
                if (classOf[i] == one && classOf[j] == other && !isWithin(all, i, j, level)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isWithin(List<Location> all, int i, int j, int level) {
        return level == Locality.UNKNOWN.rank() || all.get(i).to(all.get(j)).rank() <= level;
    }

    private static int[] numbered(int[] labels) {
        int[] numberOf = new int[labels.length];
        Arrays.fill(numberOf, -1);
        int[] result = new int[labels.length];
        int next = 0;
        for (int i = 0; i < labels.length; i++) {
            if (numberOf[labels[i]] < 0) {
                numberOf[labels[i]] = next++;
            }
            result[i] = numberOf[labels[i]];
        }
        return result;
    }
}
