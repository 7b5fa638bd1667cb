package io.switchman.extender.cluster;

import io.switchman.events.cluster.Notice;
import io.switchman.extender.app.AdmissionFailures;
import io.switchman.extender.request.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Passes on what somebody must act on; people read all of it in the log. Used on the writer's thread. */
final class ToldNotices implements Consumer<Notice>, AdmissionFailures {
    private final Requests requests;
    private final Consumer<Notice> log;
    private final List<Listener> listeners = new ArrayList<>();

    /**
     * Nobody is told yet.
     *
     * @param log gets all
     */
    ToldNotices(Requests requests, Consumer<Notice> log) {
        this.requests = requests;
        this.log = log;
    }

    @Override
    public void tell(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void accept(Notice notice) {
        log.accept(notice);
        if (notice instanceof Notice.AdmissionFailed(String node, var pod)) {
            listeners.forEach(listener -> listener.failed(node, requests.of(pod)));
        }
    }
}
