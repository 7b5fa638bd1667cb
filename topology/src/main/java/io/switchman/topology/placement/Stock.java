package io.switchman.topology.placement;

import io.switchman.topology.model.LocalityGroup;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.NodeShape;

/** What a node holds before the request takes its share: the ground that damage is counted from. */
final class Stock {
    /** Ports that must give VFs, as bits. */
    final long forcedPorts;
    /** Ports that may give VFs or leave it to others, as bits. A port may be in both sets. */
    final long openPorts;

    private final int freeGpus;
    private final int[] freeOn;
    private final int[] usedOn;
    private final int[] forcedOn;

    Stock(Offer offer) {
        NodeShape shape = offer.shape;
        Machine machine = shape.machine();
        int ports = machine.ports().size();
        this.freeGpus = shape.freeGpus();
        this.freeOn = new int[ports];
        this.usedOn = new int[ports];
        this.forcedOn = new int[ports];
        long mustGive = 0;
        long mayGive = 0;
        for (int i = 0; i < offer.forced.length; i++) {
            int port = machine.sources().get(i).port();
            freeOn[port] += shape.offeredVfs(i);
            usedOn[port] += shape.existingVfs(i) - shape.freeVfs(i);
            forcedOn[port] += offer.forced[i];
            mustGive |= offer.forced[i] > 0 ? 1L << port : 0;
            mayGive |= offer.openOf[i] >= 0 ? 1L << port : 0;
        }
        this.forcedPorts = mustGive;
        this.openPorts = mayGive;
    }

    /** VFs that a port gives whatever is chosen. */
    int forcedOn(int port) {
        return forcedOn[port];
    }

    /** VFs that a group gives whatever is chosen. */
    int forcedIn(LocalityGroup group) {
        return sum(forcedOn, group.ports() & forcedPorts);
    }

    /** Whether taking so many VFs leaves a port without any. */
    boolean isExhausted(int port, int taken) {
        return taken > 0 && freeOn[port] == taken;
    }

    /** Whether what a group must give leaves one of its ports without any VF. */
    boolean isExhaustedByForce(LocalityGroup group) {
        boolean exhausted = false;
        for (long left = group.ports() & forcedPorts; left != 0 && !exhausted; left &= left - 1) {
            int port = Long.numberOfTrailingZeros(left);
            exhausted = isExhausted(port, forcedOn[port]);
        }
        return exhausted;
    }

    /** How much a port is in use already, once for each VF taken, 0 to {@link Score#MAX_PORT_IMBALANCE}. */
    int imbalance(int port, int taken) {
        long load = (long) usedOn[port] * taken + (long) taken * (taken - 1) / 2;
        return (int) Math.min(load, Score.MAX_PORT_IMBALANCE);
    }

    /** Free GPUs of a group, by whatever name. */
    int freeGpus(LocalityGroup group) {
        return Integer.bitCount(group.gpus() & freeGpus);
    }

    /** VFs of a group that new pods may be given, by whatever name. */
    int freeVfs(LocalityGroup group) {
        return sum(freeOn, group.ports());
    }

    /** Whether a group has GPUs, all of them free, and a free VF on each of its ports. */
    boolean isWhole(LocalityGroup group) {
        boolean whole = group.gpus() != 0 && (group.gpus() & ~freeGpus) == 0;
        for (long left = group.ports(); left != 0 && whole; left &= left - 1) {
            whole = freeOn[Long.numberOfTrailingZeros(left)] > 0;
        }
        return whole;
    }

    private static int sum(int[] byPort, long ports) {
        int sum = 0;
        for (long left = ports; left != 0; left &= left - 1) {
            sum += byPort[Long.numberOfTrailingZeros(left)];
        }
        return sum;
    }
}
