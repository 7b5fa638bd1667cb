package io.switchman.extender.cluster;

import io.switchman.events.kube.write.AnnotateAnswer;
import io.switchman.events.kube.write.PodWriter;
import io.switchman.extender.app.Waker;
import io.switchman.extender.policy.Annotations;
import io.switchman.topology.state.PodId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes pods by a change of their annotation: the scheduler tries a pod again that changes, and no other. */
public final class KubeWaker implements Waker {
    private static final Logger LOG = LoggerFactory.getLogger(KubeWaker.class);

    private final PodWriter pods;
    private final Context writer;
    private final String process;
    private final AtomicLong refusals = new AtomicLong();

    /**
     * A waker.
     *
     * @param writer the context on which answers come
     * @param process tells this process from others: generations begin anew in each, and a value that a pod has already would be no
     *     change
     */
    public KubeWaker(PodWriter pods, Context writer, String process) {
        this.pods = pods;
        this.writer = writer;
        this.process = process;
    }

    @Override
    public Future<Answer> wake(PodId pod, String namespace, String name, long generation) {
        Map<String, @Nullable String> kick = Map.of(Annotations.KICK, generation + "." + process);
        return Future.fromCompletionStage(pods.annotate(namespace, name, pod, kick), writer)
                .map(answer -> switch (answer) {
                    case AnnotateAnswer.Done _ -> Answer.WOKEN;
                    case AnnotateAnswer.Gone _ -> Answer.GONE;
                    case AnnotateAnswer.NotSent _, AnnotateAnswer.Unclear _ -> Answer.UNCLEAR;
                    case AnnotateAnswer.Refused(int status, String reason) -> {
                        // Most likely it is for want of a right, and then it is so for all.
                        if (refusals.getAndIncrement() % 100 == 0) {
                            LOG.warn("pod {}/{} could not be woken: {} {}", namespace, name, status, reason);
                        }
                        yield Answer.REFUSED;
                    }
                });
    }
}
