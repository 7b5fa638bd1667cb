package io.switchman.topology.state;

/**
 * Pods that are of use only together, by a name that whoever knows the group gives it.
 *
 * @param name never empty, unique in the cluster, for example {@code namespace/podgroup}
 */
public record GangId(String name) {
    public GangId {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a gang without name");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
