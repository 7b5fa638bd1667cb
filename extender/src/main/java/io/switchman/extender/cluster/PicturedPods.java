package io.switchman.extender.cluster;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.cluster.GangOutlook;
import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.extender.app.Budget;
import io.switchman.extender.app.Gang;
import io.switchman.extender.app.WatchedPods;
import io.switchman.extender.request.Requests;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.PodId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pods as the picture of the cluster has them. */
record PicturedPods(ClusterPicture picture, Requests requests) implements WatchedPods {
    @Override
    public @Nullable Watched of(PodId id) {
        PodFacts pod = picture.pod(id);
        return pod == null
                ? null
                : new Watched(
                        pod.fullName(),
                        pod.priority(),
                        pod.life().node(),
                        pod.life().nominatedNode(),
                        pod.life().phase().isOver(),
                        pod.labels(),
                        requests.of(pod));
    }

    /** A pod that is new may not be in the picture yet; then what the scheduler sends of it must do. */
    @Override
    public @Nullable Gang gangOf(io.switchman.extender.wire.PodFacts pod) {
        PodFacts pictured = picture.pod(new PodId(pod.uid()));
        GangRef ref = pictured == null ? sent(pod) : pictured.gang();
        GangOutlook outlook = ref == null ? null : picture.gang(ref);
        return outlook == null ? null : gang(outlook, pod.priority());
    }

    private static @Nullable GangRef sent(io.switchman.extender.wire.PodFacts pod) {
        return pod.podGroup().isEmpty()
                ? null
                : new GangRef(GangRef.Kind.POD_GROUP, pod.namespace(), pod.podGroup(), "", "");
    }

    private static Gang gang(GangOutlook outlook, int priority) {
        List<PodFacts> members = outlook.members().stream()
                .filter(pod -> !pod.life().phase().isOver())
                .toList();
        return new Gang(
                id(outlook.ref()),
                outlook.minimum(),
                members.stream().mapToInt(PodFacts::priority).min().orElse(priority),
                members.stream()
                        .map(pod -> pod.life().created())
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(Instant.MAX),
                members.stream().map(PodFacts::id).toList());
    }

    /** Slashes are in none of the parts, so different groups have different names. */
    private static GangId id(GangRef ref) {
        String kind = ref.kind().name().toLowerCase(Locale.ROOT);
        return new GangId(String.join("/", kind, ref.namespace(), ref.name(), ref.group(), ref.replica()));
    }

    @Override
    public List<Budget> budgets() {
        return picture.budgets().stream()
                .map(budget -> new Budget(budget.disruptionsAllowed(), budget::counts))
                .toList();
    }
}
