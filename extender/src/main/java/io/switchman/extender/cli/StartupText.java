package io.switchman.extender.cli;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.process.ExtenderProcess;
import java.util.Locale;

/** What a started service tells its user. */
record StartupText(ExtenderConfig config, ExtenderProcess process, String cluster) {
    @Override
    public String toString() {
        return """
                switchman serves %s, mode %s
                  verbs       %s://%s:%d  (POST filter, prioritize, bind, preempt)
                  operations  http://%s:%d  (healthz, readyz, metrics, debug/state, debug/nodes, debug/observed, explain)""".formatted(
                        cluster,
                        config.mode().name().toLowerCase(Locale.ROOT),
                        config.verbs().tls().files().isPresent() ? "https" : "http",
                        config.verbs().listener().host(),
                        process.verbsPort(),
                        config.operations().host(),
                        process.operationsPort());
    }
}
