package io.switchman.extender.demo;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.model.Locality;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something that takes pods. */
interface Cluster {
    /** Tries to place a pod. */
    Placing place(DemoPod pod) throws IOException;

    /** A placed pod is done. */
    void end(DemoPod pod) throws IOException;

    /** How near the devices of a placed pod are, as a whole; null if it has one kind of device only. */
    @Nullable
    Locality level(DemoPod pod);

    /** What was said of a placed pod when it was bound; null if nobody said anything. */
    @Nullable
    Forecast forecast(DemoPod pod);
}
