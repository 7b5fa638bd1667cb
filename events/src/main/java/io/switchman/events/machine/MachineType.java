package io.switchman.events.machine;

import java.util.Map;

/**
 * Which nodes a declared machine describes.
 *
 * @param name the object's name, or the file's
 * @param selector labels a node must carry, all of them; empty where the file does not say
 * @param priority of several types that fit one node the highest counts
 */
public record MachineType(String name, Map<String, String> selector, int priority) {
    public MachineType {
        selector = Map.copyOf(selector);
    }
}
