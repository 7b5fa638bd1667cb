package io.switchman.extender.cluster;

import io.switchman.events.plan.KeyRing.Reload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what became of the keys that sign plans. */
final class KeyLog {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLog.class);

    private String said = "";

    void accept(Reload reload) {
        switch (reload) {
            case Reload.Loaded(var ids, boolean changed) -> {
                if (changed) {
                    LOG.info(
                            "plans are signed with key {}, and believed if signed with one of {}", ids.getFirst(), ids);
                }
                said = "";
            }
            case Reload.Kept(var ids, String reason) -> {
                if (!reason.equals(said)) {
                    LOG.error("kubernetes.planKeys: {}; the keys stay as they are: {}", reason, ids);
                }
                said = reason;
            }
        }
    }
}
