package io.switchman.extender.request;

/**
 * A job, whose pods talk to one another.
 *
 * @param namespace of its pods
 * @param name whoever gave it
 */
public record JobId(String namespace, String name) {}
