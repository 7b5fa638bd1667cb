package io.switchman.extender.demo;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.model.Locality;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that takes pods. */
interface Cluster {
    /** Tries to place a pod. */
    Placing place(DemoPod pod) throws IOException;

    /** A placed pod is done. */
    void end(DemoPod pod) throws IOException;

    /** Waits for whatever is still under way. */
    void settle() throws IOException;

    /** Placed pods that did not get their devices after all, since this was last asked. They wait again. */
    default List<DemoPod> takeReturned() {
        return List.of();
    }

    /** How near the devices of a placed pod are, as a whole; null if it has one kind of device only. */
    @Nullable
    Locality level(DemoPod pod);

    /** What was said of a placed pod when it was bound; null if nobody said anything. */
    @Nullable
    Forecast forecast(DemoPod pod);
}
