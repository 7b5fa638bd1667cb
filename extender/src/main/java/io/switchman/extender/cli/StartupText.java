package io.switchman.extender.cli;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.process.ExtenderProcess;
import java.util.Locale;

/** What a started service tells its user. */
record StartupText(ExtenderConfig config, ExtenderProcess process, int nodes) {
    @Override
    public String toString() {
        return "switchman: verbs on http://%s:%d (filter, prioritize, bind, preempt), %d nodes, mode %s"
                .formatted(
                        config.verbs().host(),
                        process.verbsPort(),
                        nodes,
                        config.mode().name().toLowerCase(Locale.ROOT));
    }
}
