package io.switchman.extender.config;

import java.util.List;
import java.util.Set;

/** Values that are allowed one by one but not together. JSON Schema cannot say these. */
final class Contradictions {
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

    private Contradictions() {}

    static void find(ExtenderConfig config, List<ConfigProblem> problems) {
        if (collide(config.verbs().listener(), config.operations())) {
            problems.add(ConfigProblem.other(
                    "operations.port", config.operations().port() + " is taken by verbs.port on the same address"));
        }
        VerbsContradictions.find(config.verbs(), problems);
        for (String gpu : config.resources().gpus()) {
            for (String vf : config.resources().vfs()) {
                if (ResourceNames.pattern(vf).matcher(gpu).matches()) {
                    problems.add(ConfigProblem.other(
                            "resources.vfs", vf + " also means " + gpu + ", which stands in resources.gpus"));
                }
            }
        }
    }

    private static boolean collide(Listener one, Listener other) {
        return one.port() != 0
                && one.port() == other.port()
                && (one.host().equals(other.host())
                        || EVERY_ADDRESS.contains(one.host())
                        || EVERY_ADDRESS.contains(other.host()));
    }
}
