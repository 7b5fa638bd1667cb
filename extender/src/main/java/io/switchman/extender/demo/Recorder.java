package io.switchman.extender.demo;

import io.switchman.extender.app.BoundPods;
import io.switchman.topology.kubelet.Forecast;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers what was forecast for each pod when it was bound, and passes the pod on to its kubelet. */
final class Recorder implements BoundPods {
    private final BoundPods kubelets;
    private final Map<String, Forecast> forecasts = new ConcurrentHashMap<>();

    Recorder(BoundPods kubelets) {
        this.kubelets = kubelets;
    }

    @Override
    public void bound(Bound pod) {
        Forecast forecast = pod.fits().forecast();
        if (forecast != null) {
            forecasts.put(pod.pod().uid(), forecast);
        }
        kubelets.bound(pod);
    }

    @Nullable
    Forecast of(DemoPod pod) {
        return forecasts.get(pod.uid());
    }
}
