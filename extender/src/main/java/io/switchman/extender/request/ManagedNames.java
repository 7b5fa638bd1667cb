package io.switchman.extender.request;

import io.switchman.extender.config.ResourceNames;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells which resource names are ours. */
final class ManagedNames {
    private final Set<String> gpus;
    private final List<Pattern> vfs;

    ManagedNames(ResourceNames names) {
        this.gpus = Set.copyOf(names.gpus());
        this.vfs = names.vfs().stream().map(ResourceNames::pattern).toList();
    }

    boolean isGpu(String name) {
        return gpus.contains(name);
    }

    boolean isVf(String name) {
        for (Pattern pattern : vfs) {
            if (pattern.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }
}
