package io.switchman.topology.state;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives pods that miss devices what is free of the same names, on paper. So as long as a pod misses a device, none of that name
 * is free, and counts by name are right although nobody knows which devices it has.
 */
final class Guesses {
    private final Node node;
    private final Machine machine;
    private final int[] takenVfs;
    private int takenGpus;

    private Guesses(Node node) {
        this.node = node;
        this.machine = node.machine();
        this.takenVfs = new int[machine.sources().size()];
    }

    /** The node with all that can be found for pods that miss devices, in the order of their claims. */
    static Node complete(Node node) {
        if (node.claims().stream().allMatch(claim -> claim.missing().isNothing())) {
            return node;
        }
        Guesses guesses = new Guesses(node);
        List<Claim> claims = new ArrayList<>(node.claims());
        claims.replaceAll(claim -> claim.missing().isNothing() ? claim : guesses.completed(claim));
        return claims.equals(node.claims()) ? node : node.withClaims(claims);
    }

    private Claim completed(Claim claim) {
        int gpus = claim.gpus();
        int[] vfs = claim.vfs();
        Map<ResourceName, Integer> missingGpus = new HashMap<>(claim.missing().gpus());
        Map<ResourceName, Integer> missingVfs = new HashMap<>(claim.missing().vfs());
        // The kubelet knows of no holds, but what nobody holds is as good a guess and disturbs nobody.
        for (NodeShape from : List.of(node.open(), node.unreserved(), node.free())) {
            for (ResourceName name : claim.missing().gpus().keySet()) {
                int found = takeGpus(from, name, missingGpus.getOrDefault(name, 0));
                gpus |= found;
                missingGpus.merge(name, -Integer.bitCount(found), Integer::sum);
            }
            for (ResourceName name : claim.missing().vfs().keySet()) {
                missingVfs.computeIfPresent(name, (_, count) -> count - takeVfs(from, name, count, vfs));
            }
        }
        Claim found = claim.strayed(gpus, vfs, new Asked(missingGpus, missingVfs));
        return isForced(node, found) ? found.forced(gpus, vfs) : found;
    }

    private int takeGpus(NodeShape from, ResourceName name, int most) {
        int found = 0;
        for (int left = most; left > 0; left--) {
            found |= Integer.lowestOneBit(from.freeGpus() & machine.gpusNamed(name) & ~takenGpus & ~found);
        }
        takenGpus |= found;
        return found;
    }

    private int takeVfs(NodeShape from, ResourceName name, int most, int[] into) {
        int found = 0;
        for (int source : machine.sourcesNamed(name)) {
            int count = Math.clamp(from.freeVfs(source) - takenVfs[source], 0, most - found);
            into[source] += count;
            takenVfs[source] += count;
            found += count;
        }
        return found;
    }

    /** Whether a pod can have no other devices: one port alone carries a name, or the pod has all there are of it. */
    static boolean isForced(Node node, Claim claim) {
        Machine machine = node.machine();
        if (!claim.missing().isNothing()) {
            return false;
        }
        for (int left = claim.gpus(); left != 0; left &= left - 1) {
            ResourceName name =
                    machine.gpus().get(Integer.numberOfTrailingZeros(left)).resource();
            if ((machine.gpusNamed(name) & ~claim.gpus()) != 0) {
                return false;
            }
        }
        for (int source = 0; source < machine.sources().size(); source++) {
            List<Integer> sources =
                    machine.sourcesNamed(machine.sources().get(source).pool().resource());
            boolean has = claim.vfs(source) > 0;
            if (has && sources.size() > 1 && sources.stream().anyMatch(s -> claim.vfs(s) < node.existingVfs(s))) {
                return false;
            }
        }
        return true;
    }
}
