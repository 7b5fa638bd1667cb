package io.switchman.topology.state;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts evidence in the place of a guess. A pod whose devices are only guessed may have been given, on paper, what another
 * really got; then the two change places, because what the one has left is as good a guess for the other.
 */
final class Settling {
    private final Machine machine;
    private int freeGpus;
    private final int[] freeVfs;

    private Settling(Node node) {
        this.machine = node.machine();
        this.freeGpus = NodeShape.idle(machine).freeGpus();
        this.freeVfs = NodeShape.idle(machine).freeVfs();
    }

    /**
     * The node with the evidence in place.
     *
     * @return null where the devices do not exist or are known to be another pod's
     */
    static @Nullable Node settle(Node node, Claim actual) {
        if (actual.vfs().length != node.machine().sources().size()) {
            return null;
        }
        Settling settling = new Settling(node);
        List<Claim> claims = new ArrayList<>(node.claims());
        claims.replaceAll(claim -> claim.pod().equals(actual.pod()) ? actual : claim);
        for (Claim claim : claims) {
            if (claim.isExact() && !settling.take(claim)) {
                return null;
            }
        }
        // Who can stay does, before anybody looks for another place.
        Set<PodId> moving = new HashSet<>();
        for (Claim claim : claims) {
            if (!claim.isExact() && !settling.take(claim)) {
                moving.add(claim.pod());
            }
        }
        claims.replaceAll(claim -> moving.contains(claim.pod()) ? settling.place(claim) : claim);
        return node.withClaims(claims);
    }

    /** Takes devices away, if all of them are there. */
    private boolean take(Claim claim) {
        if ((claim.gpus() & ~freeGpus) != 0) {
            return false;
        }
        for (int source = 0; source < freeVfs.length; source++) {
            if (claim.vfs(source) > freeVfs[source]) {
                return false;
            }
        }
        freeGpus &= ~claim.gpus();
        for (int source = 0; source < freeVfs.length; source++) {
            freeVfs[source] -= claim.vfs(source);
        }
        return true;
    }

    /**
     * A guess takes the devices that are left of those it may have; if there are none, or there is no telling, it stays where
     * it is as far as it can, takes others of the same names for the rest, and may then be anywhere.
     */
    private Claim place(Claim guess) {
        if (guess.extent() instanceof Claim.Extent.OneOf(List<Integer> sets)) {
            for (int set : sets) {
                Claim other = guess.moved(set, guess.vfs());
                if (take(other)) {
                    return other;
                }
            }
        }
        int gpus = guess.gpus() & freeGpus;
        for (int lost = guess.gpus() & ~freeGpus; lost != 0; lost &= lost - 1) {
            ResourceName name =
                    machine.gpus().get(Integer.numberOfTrailingZeros(lost)).resource();
            gpus |= Integer.lowestOneBit(freeGpus & machine.gpusNamed(name) & ~gpus);
        }
        freeGpus &= ~gpus;
        int[] vfs = new int[freeVfs.length];
        int[] lost = new int[freeVfs.length];
        for (int source = 0; source < vfs.length; source++) {
            lost[source] = guess.vfs(source) - takeVfs(vfs, source, guess.vfs(source));
        }
        for (int source = 0; source < vfs.length; source++) {
            for (int other :
                    machine.sourcesNamed(machine.sources().get(source).pool().resource())) {
                lost[source] -= takeVfs(vfs, other, lost[source]);
            }
        }
        return guess.strayed(gpus, vfs);
    }

    private int takeVfs(int[] into, int source, int most) {
        int count = Math.min(most, freeVfs[source]);
        into[source] += count;
        freeVfs[source] -= count;
        return count;
    }
}
