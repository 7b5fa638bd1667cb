package io.switchman.events.kube.facts;

import io.switchman.topology.model.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * What a NetworkAttachmentDefinition tells.
 *
 * @param resource the resource whose devices it attaches, or null for a network without
 */
public record NetworkFacts(
        String namespace, String name, @Nullable ResourceName resource) implements Fact {}
