package io.switchman.topology.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of the claims of a node, as effects. Claims that ended are told by whoever ended them. */
record Differences(Node before, Node after) {
    /**
     * Tells all. What became known of the subject comes first, then who is known no more, so that nobody who is known ever moves.
     *
     * @param subject the pod that something happened to, or null
     */
    void tell(@Nullable PodId subject, Consumer<Effect> into) {
        List<PodId> doubted = new ArrayList<>();
        List<Claim> rest = new ArrayList<>();
        for (Claim is : after.claims()) {
            Claim was = before.claimOf(is.pod());
            if (was != null && isDoubted(was, is)) {
                doubted.add(is.pod());
            }
            if (is.pod().equals(subject) && (was == null || is.isTold())) {
                tell(was, is, into);
            } else {
                rest.add(is);
            }
        }
        if (!doubted.isEmpty()) {
            into.accept(new Effect.Unsettled(after.name(), doubted));
        }
        rest.forEach(is -> {
            Claim was = before.claimOf(is.pod());
            tell(was != null && isDoubted(was, is) ? was.doubted() : was, is, into);
        });
    }

    /** Whether it was known which devices a pod has, or known better, and is not any more. */
    private static boolean isDoubted(Claim was, Claim is) {
        if (is.isTold() || was.equals(is)) {
            return false;
        }
        boolean stays = is.extent() instanceof Claim.Extent.Any && is.hasDevicesOf(was);
        return was.isExact() || stays && !(was.extent() instanceof Claim.Extent.Any);
    }

    private void tell(@Nullable Claim was, Claim is, Consumer<Effect> into) {
        if (was == null) {
            into.accept(new Effect.Claimed(after.name(), is));
        } else if (!was.equals(is)) {
            into.accept(is.isTold() ? new Effect.Settled(after.name(), is) : new Effect.Moved(after.name(), was, is));
        }
        if (is.missing().total() > (was == null ? 0 : was.missing().total())) {
            into.accept(new Effect.Overcommitted(after.name(), is));
        }
    }
}
