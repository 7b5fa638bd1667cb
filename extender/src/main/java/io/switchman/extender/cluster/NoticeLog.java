package io.switchman.extender.cluster;

import io.switchman.events.cluster.Notice;
import io.switchman.events.machine.Problem;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes notices into the log. */
final class NoticeLog implements Consumer<Notice> {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeLog.class);

    @Override
    public void accept(Notice notice) {
        switch (notice) {
            case Notice.AdmissionFailed failed ->
                LOG.warn(
                        "node {} did not admit pod {}: {}",
                        failed.node(),
                        failed.pod().fullName(),
                        reason(failed));
            case Notice.PlanDistrusted(var pod, String reason) ->
                LOG.warn("the plan of pod {} is not believed: {}", pod.fullName(), reason);
            case Notice.DoubtsChanged(String node, var doubts) ->
                LOG.info("node {}: {}", node, doubts.isEmpty() ? "all is well" : doubts);
            case Notice.Failed(String what, RuntimeException bug) ->
                LOG.error("{} could not be told to the state, which is a bug; it will be tried again", what, bug);
            case Notice.Garbled(String kind, var key, var problems) ->
                LOG.warn(
                        "{} {}: {}",
                        kind,
                        key,
                        problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }

    private static String reason(Notice.AdmissionFailed failed) {
        var failure = failed.pod().life().failure();
        return failure == null ? "" : failure.reason() + " " + failure.message();
    }
}
