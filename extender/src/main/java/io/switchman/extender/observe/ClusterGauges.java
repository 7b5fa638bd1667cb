package io.switchman.extender.observe;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.switchman.topology.state.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The gauges of the cluster's state. Its sums are made anew only for a scrape, and only if the state changed. */
final class ClusterGauges {
    private final Supplier<ClusterState> states;
    private final MultiGauge vfs;
    private ClusterState summed = ClusterState.EMPTY;
    private volatile ClusterSums sums = new ClusterSums(ClusterState.EMPTY);

    ClusterGauges(MeterBook book, Supplier<ClusterState> states) {
        this.states = states;
        this.vfs = book.rows(Meters.VFS);
        Label.VIEW
                .allowed()
                .forEach(view -> book.gauge(
                        Meters.NODES, this, gauges -> gauges.sums.nodes().getOrDefault(view, 0L), view));
        Label.GPU_STATE
                .allowed()
                .forEach(state -> book.gauge(
                        Meters.GPUS, this, gauges -> gauges.sums.gpus().getOrDefault(state, 0L), state));
        book.gauge(Meters.HOLDS, states, state -> state.get().holds());
        book.gauge(Meters.PODS, states, state -> state.get().pods());
        book.gauge(Meters.GENERATION, states, state -> state.get().generation());
    }

    /** Sums up the newest state. One thread at a time calls this. */
    @SuppressWarnings("ReferenceEquality") // a state that did not change is the same object
    void refresh() {
        ClusterState state = states.get();
        if (state == summed) {
            return;
        }
        ClusterSums fresh = new ClusterSums(state);
        List<Row<?>> rows = new ArrayList<>();
        fresh.vfs()
                .forEach((rail, counts) -> counts.forEach(
                        (word, count) -> rows.add(Row.of(MeterBook.tags(Meters.VFS, rail, word), count))));
        vfs.register(rows, true);
        sums = fresh;
        summed = state;
    }
}
