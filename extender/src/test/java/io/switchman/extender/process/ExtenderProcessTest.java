package io.switchman.extender.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Listener;
import io.switchman.extender.config.VerbsConfig;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExtenderProcessTest {
    private static final ExtenderConfig D = ExtenderConfig.DEFAULT;

    @Test
    void aStartThatFailsLeavesNoThreads() throws Exception {
        Set<Thread> before = threads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<ExtenderProcess> start =
                    ExtenderProcess.start(listeningOn(new Listener("127.0.0.1", taken.getLocalPort())), List.of());
            assertThatThrownBy(() ->
                            start.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        long end = System.nanoTime() + 10_000_000_000L;
        while (!before.containsAll(threads())) {
            assertThat(System.nanoTime()).as("threads left: %s", threads()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Threads of event loops and workers. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vert.x-")
                        || thread.getName().startsWith("switchman-"))
                .collect(Collectors.toSet());
    }

    private static ExtenderConfig listeningOn(Listener operations) {
        return new ExtenderConfig(
                D.mode(),
                VerbsConfig.at(new Listener("127.0.0.1", 0)),
                operations,
                D.kubernetes(),
                D.resources(),
                D.policy(),
                D.namespaces(),
                D.scheduler(),
                D.hold(),
                D.damage(),
                D.limits());
    }
}
