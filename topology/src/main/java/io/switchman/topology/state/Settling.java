package io.switchman.topology.state;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is known in the place of guesses. A pod whose devices are only guessed may have been given, on paper, what another
 * really got; then the two change places, because what the one has left is as good a guess for the other.
 *
 * <p>What a node says of a pod counts more than what was planned for another, even where the plan left no choice: a plan that
 * did not come true for one pod did not for the other. Only what the node said of the other stands against it.
 */
final class Settling {
    private final Node node;
    private final Machine machine;
    private final int[] takenVfs;
    private int freeGpus;

    private Settling(Node node) {
        this.node = node;
        this.machine = node.machine();
        this.takenVfs = new int[machine.sources().size()];
        this.freeGpus = NodeShape.idle(machine).freeGpus();
    }

    /**
     * The node with a claim that is exact in the place of the pod's claim, if it had one. Guesses that were in its way and found
     * no other of their sets miss what they lost, until {@link Guesses} finds it elsewhere. If the node told the claim, others
     * that it did not tell are guesses from now on as far as they contradict it.
     *
     * @return null where the devices are not on the machine or are known to be another pod's
     */
    static @Nullable Node settle(Node node, Claim actual) {
        if (actual.vfs().length != node.machine().sources().size()) {
            return null;
        }
        Settling settling = new Settling(node);
        List<Claim> claims = new ArrayList<>(node.claims());
        if (node.claimOf(actual.pod()) == null) {
            claims.add(actual);
        }
        claims.replaceAll(claim -> claim.pod().equals(actual.pod()) ? actual : claim);
        // VFs that a pod is known to have may be gone by now: what the node says of pods and of ports comes from two
        // sources.
        int[] described = NodeShape.idle(node.machine()).freeVfs();
        for (Claim claim : claims) {
            if (stands(claim, actual) && !settling.take(claim, described)) {
                return null;
            }
        }
        settling.doubt(claims, actual, described);
        // Who can stay does, before anybody looks for another place.
        int[] asBefore = settling.existingOrClaimed();
        Set<PodId> moving = new HashSet<>();
        for (Claim claim : claims) {
            if (!claim.isExact() && !settling.take(claim, asBefore)) {
                moving.add(claim.pod());
            }
        }
        claims.replaceAll(claim -> moving.contains(claim.pod()) ? settling.place(claim) : claim);
        return node.withClaims(claims);
    }

    /** Whether a claim stands against one that is exact. */
    private static boolean stands(Claim claim, Claim actual) {
        return actual.isTold() ? claim.isTold() : claim.isExact();
    }

    /**
     * Makes guesses of exact claims that cannot all be true beside those that stand, and has the others take their devices. Of
     * pods that have more VFs of a port together than there are, nobody can say whose plan is wrong.
     */
    private void doubt(List<Claim> claims, Claim actual, int[] described) {
        int[] planned = new int[takenVfs.length];
        for (Claim claim : claims) {
            for (int source = 0; source < planned.length; source++) {
                planned[source] += claim.isExact() && !stands(claim, actual) ? claim.vfs(source) : 0;
            }
        }
        boolean[] isShort = new boolean[planned.length];
        for (int source = 0; source < planned.length; source++) {
            isShort[source] = planned[source] > described[source] - takenVfs[source];
        }
        claims.replaceAll(claim -> {
            if (!claim.isExact() || stands(claim, actual)) {
                return claim;
            }
            boolean wrong = false;
            for (int source = 0; source < planned.length; source++) {
                wrong |= isShort[source] && claim.vfs(source) > 0;
            }
            return wrong || !take(claim, described) ? claim.doubted() : claim;
        });
    }

    private int[] existing() {
        int[] vfs = new int[takenVfs.length];
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = node.existingVfs(source);
        }
        return vfs;
    }

    /** A pod that was guessed to have VFs which are gone by now keeps them: nothing is erased. */
    private int[] existingOrClaimed() {
        int[] vfs = new int[takenVfs.length];
        for (Claim claim : node.claims()) {
            for (int source = 0; source < vfs.length; source++) {
                vfs[source] += claim.vfs(source);
            }
        }
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = Math.max(vfs[source], node.existingVfs(source));
        }
        return vfs;
    }

    /** Takes devices, if all of them are there, with so many VFs for each source. */
    private boolean take(Claim claim, int[] most) {
        if ((claim.gpus() & ~freeGpus) != 0) {
            return false;
        }
        for (int source = 0; source < takenVfs.length; source++) {
            if (claim.vfs(source) > 0 && claim.vfs(source) > most[source] - takenVfs[source]) {
                return false;
            }
        }
        freeGpus &= ~claim.gpus();
        for (int source = 0; source < takenVfs.length; source++) {
            takenVfs[source] += claim.vfs(source);
        }
        return true;
    }

    /** A guess takes another of its sets; if none is left, or there is no telling, it stays where it is as far as it can. */
    private Claim place(Claim guess) {
        int[] existing = existing();
        if (guess.extent() instanceof Claim.Extent.OneOf(List<Integer> sets)) {
            for (int set : sets) {
                Claim other = guess.moved(set, guess.vfs());
                if (take(other, existing)) {
                    return other;
                }
            }
        }
        Map<ResourceName, Integer> lostGpus = new HashMap<>(guess.missing().gpus());
        for (int lost = guess.gpus() & ~freeGpus; lost != 0; lost &= lost - 1) {
            lostGpus.merge(
                    machine.gpus().get(Integer.numberOfTrailingZeros(lost)).resource(), 1, Integer::sum);
        }
        int[] vfs = guess.vfs();
        Map<ResourceName, Integer> lostVfs = new HashMap<>(guess.missing().vfs());
        for (int source = 0; source < vfs.length; source++) {
            int kept = Math.clamp(existing[source] - takenVfs[source], 0, vfs[source]);
            lostVfs.merge(machine.sources().get(source).pool().resource(), vfs[source] - kept, Integer::sum);
            vfs[source] = kept;
        }
        Claim rest = guess.strayed(guess.gpus() & freeGpus, vfs, new Asked(lostGpus, lostVfs));
        take(rest, existing);
        return rest;
    }
}
