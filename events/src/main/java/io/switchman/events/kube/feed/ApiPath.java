package io.switchman.events.kube.feed;

/**
 * Where the API server keeps objects of one kind.
 *
 * @param group the API group, empty for the core group
 * @param version the group's version, such as {@code v1}
 * @param plural the resource, such as {@code pods}
 */
public record ApiPath(String group, String version, String plural) {
    /** The path of the collection over all namespaces. */
    public String path() {
        return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version + "/" + plural;
    }

    @Override
    public String toString() {
        return path();
    }
}
