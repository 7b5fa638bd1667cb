package io.switchman.extender.app;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.PolicyDefaults.NetworksMode;
import io.switchman.extender.network.KnownNetworks;
import io.switchman.extender.network.NetworksCheck;
import io.switchman.extender.network.NetworksMismatch;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.VfDemand;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at whether filtered pods ask for the VFs that their networks need. Used on the writer's thread. */
final class NetworksGuard {
    private static final Logger LOG = LoggerFactory.getLogger(NetworksGuard.class);

    private final ExtenderConfig config;
    private final NetworksCheck check;
    private final Tally tally;
    private final LongSupplier clockNanos;
    private final SaidLately said = new SaidLately(SaidLately.CAPACITY);

    NetworksGuard(
            ExtenderConfig config, KnownNetworks networks, Requests requests, Tally tally, LongSupplier clockNanos) {
        this.config = config;
        this.check = new NetworksCheck(networks, requests::isManaged);
        this.tally = tally;
        this.clockNanos = clockNanos;
    }

    /** Why a pod is refused, or null. Pods that only deserve a word of warning get it here. */
    @Nullable
    String objection(PodFacts pod, Asked asked) {
        List<VfDemand> vfs = switch (asked) {
            case Asked.Devices devices -> devices.request().vfs();
            case Asked.Nothing _ -> List.of();
            case Asked.Wrong _ -> null;
        };
        List<NetworksMismatch> found = vfs == null ? List.of() : check.of(pod, vfs);
        if (found.isEmpty()) {
            return null;
        }
        found.forEach(mismatch -> tally.networksMismatch(mismatch.kind()));
        String text = found.stream().map(NetworksMismatch::text).collect(Collectors.joining("; "));
        if (config.policyOf(pod.namespace()).networksMismatch() == NetworksMode.REFUSE) {
            return text;
        }
        String whose = pod.namespace() + "/" + (pod.owner().isEmpty() ? pod.name() : pod.owner());
        if (said.isDue(whose, clockNanos.getAsLong())) {
            LOG.warn("pod {} (of {}): {}", pod.fullName(), whose, text);
        }
        return null;
    }
}
