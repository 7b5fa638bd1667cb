package io.switchman.events.kube.facts;

/** The controller that made a pod and will make another if it fails. */
public record Owner(String kind, String name, String uid) {}
