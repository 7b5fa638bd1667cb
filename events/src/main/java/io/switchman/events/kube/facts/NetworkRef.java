package io.switchman.events.kube.facts;

/** A network that a pod wants, as the name of a NetworkAttachmentDefinition. */
public record NetworkRef(String namespace, String name) {}
