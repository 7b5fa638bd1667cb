package io.switchman.topology.placement;

import io.switchman.topology.model.Machine;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a node that a request can use: free GPUs by the asked name, and for each asked VF name the sources it may
 * be drawn from. A name with a single source leaves no choice and costs the search nothing.
 */
final class Offer {
    final NodeShape shape;
    final Request request;
    /** Free GPUs by the asked name, as bits. */
    final int gpus;
    /** VFs each source must give, because its demand has no other source. */
    final int[] forced;
    /** Demands with a choice of sources. */
    final List<VfDemand> open = new ArrayList<>();
    /** For each source the index into {@link #open}, or -1. */
    final int[] openOf;

    private @Nullable Refusal refusal;

    Offer(NodeShape shape, Request request) {
        this.shape = shape;
        this.request = request;
        int sources = shape.machine().sources().size();
        this.forced = new int[sources];
        this.openOf = new int[sources];
        Arrays.fill(openOf, -1);
        this.gpus = offerGpus();
        for (VfDemand vf : request.vfs()) {
            offerVfs(vf);
        }
    }

    /** Why counts alone already rule the node out, or null. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    private int offerGpus() {
        GpuDemand demand = request.gpus();
        if (demand == null) {
            return 0;
        }
        Machine machine = shape.machine();
        int named = machine.gpusNamed(demand.resource());
        int free = named & shape.freeGpus();
        if (named == 0) {
            refuse(new Refusal.NoGpuResource(demand.resource()));
        } else if (Integer.bitCount(free) < demand.count()) {
            refuse(new Refusal.GpusShort(demand.resource(), demand.count(), Integer.bitCount(free)));
        }
        return free;
    }

    private void offerVfs(VfDemand demand) {
        List<Integer> named = shape.machine().sourcesNamed(demand.resource());
        int free = 0;
        int giving = 0;
        int lastGiving = -1;
        for (int source : named) {
            int offered = shape.offeredVfs(source);
            free += offered;
            if (offered > 0) {
                giving++;
                lastGiving = source;
            }
        }
        if (named.isEmpty()) {
            refuse(new Refusal.NoVfResource(demand.resource()));
        } else if (free < demand.count()) {
            refuse(new Refusal.VfsShort(demand.resource(), demand.count(), free));
        } else if (giving == 1) {
            forced[lastGiving] = demand.count();
        } else {
            for (int source : named) {
                openOf[source] = open.size();
            }
            open.add(demand);
        }
    }

    private void refuse(Refusal reason) {
        refusal = refusal == null ? reason : refusal;
    }
}
