package io.switchman.topology.state;

/**
 * A pod by the UID that the API server gave it; a pod made anew under the same name is another pod.
 *
 * @param uid never empty
 */
public record PodId(String uid) {
    public PodId {
        if (uid.isEmpty()) {
            throw new IllegalArgumentException("a pod without UID");
        }
    }

    @Override
    public String toString() {
        return uid;
    }
}
