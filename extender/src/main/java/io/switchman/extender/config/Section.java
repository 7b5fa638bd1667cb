package io.switchman.extender.config;

import java.util.List;

/**
 * Options that stand together.
 *
 * @param name the full key above them; empty at the top
 * @param doc what they are about, in one sentence
 * @param options in the order of the documentation
 */
record Section(String name, String doc, List<Option<?>> options) {
    List<String> names() {
        return options.stream().<String>map(Option::name).toList();
    }
}
