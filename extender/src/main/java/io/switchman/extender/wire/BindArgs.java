package io.switchman.extender.wire;

/**
 * What bind gets: {@code ExtenderBindingArgs}.
 *
 * @param podName never empty
 * @param podNamespace never empty
 * @param podUid never empty
 * @param node never empty
 */
public record BindArgs(String podName, String podNamespace, String podUid, String node) {}
