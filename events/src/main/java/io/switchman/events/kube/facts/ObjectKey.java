package io.switchman.events.kube.facts;

/**
 * Which object. One that is made anew under the same name has another UID and is another object.
 *
 * @param namespace empty for objects of the whole cluster
 * @param name its name
 * @param uid what the API server gave it, never empty
 */
public record ObjectKey(String namespace, String name, String uid) {
    /** {@code namespace/name}, or the name alone. */
    public String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Override
    public String toString() {
        return path() + " (" + uid + ")";
    }
}
