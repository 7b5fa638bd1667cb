package io.switchman.topology;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityTree;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * The rank of every two devices of a machine, GPUs first. Word for word {@link Location#to} where that forms classes at
 * every level, else the tree's reading of a machine that contradicts itself.
 *
 * @param ranks rank by device and device
 * @param literal whether each rank is {@link Location#to}
 */
public record Matrix(List<List<Integer>> ranks, boolean literal) {
    public static Matrix of(Machine machine) {
        List<Location> all = new ArrayList<>();
        machine.gpus().forEach(gpu -> all.add(gpu.device().location()));
        machine.ports().forEach(port -> all.add(port.device().location()));
        int n = all.size();
        int[][] ranks = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                ranks[i][j] = i == j ? 0 : all.get(i).to(all.get(j)).rank();
            }
        }
        boolean literal = isConsistent(ranks);
        return new Matrix(lists(literal ? ranks : byTree(machine, n)), literal);
    }

    /** Whether near to near is near, at every level. */
    private static boolean isConsistent(int[][] ranks) {
        for (int[] ofI : ranks) {
            for (int j = 0; j < ranks.length; j++) {
                for (int k = 0; k < ranks.length; k++) {
                    if (ofI[k] > Math.max(ofI[j], ranks[j][k])) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static int[][] byTree(Machine machine, int n) {
        int[][] ranks = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int rank = 0;
                while (classOf(machine, rank, i) != classOf(machine, rank, j)) {
                    rank++;
                }
                ranks[i][j] = rank;
            }
        }
        return ranks;
    }

    private static int classOf(Machine machine, int rank, int device) {
        LocalityTree tree = machine.tree();
        Locality level = Locality.ofRank(rank);
        int gpus = machine.gpus().size();
        return device < gpus ? tree.ofGpu(level, device) : tree.ofPort(level, device - gpus);
    }

    private static List<List<Integer>> lists(int[][] ranks) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int[] row : ranks) {
            List<Integer> list = new ArrayList<>();
            for (int rank : row) {
                list.add(rank);
            }
            rows.add(list);
        }
        return rows;
    }
}
