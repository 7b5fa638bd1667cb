package io.switchman.extender.network;

import io.switchman.topology.model.ResourceName;

/**
 * A pod asks for more or fewer VFs than its networks attach.
 *
 * @param resource of which
 * @param asked VFs that the pod asks for
 * @param needed VFs that its networks attach
 */
public record NetworksMismatch(ResourceName resource, int asked, int needed) {
    /** Which way it is wrong. */
    public enum Kind {
        /** Some network will find no VF, so that the pod will not start: nobody added the requests. */
        SHORT,
        /** Some VF will be attached to nothing. */
        UNUSED
    }

    public Kind kind() {
        return asked < needed ? Kind.SHORT : Kind.UNUSED;
    }

    /** For people, in one line. */
    public String text() {
        String counts = "NETWORKS_MISMATCH: the pod asks for " + asked + " of " + resource + ", and its networks need "
                + needed;
        return switch (kind()) {
            case SHORT -> counts + ". Maybe the network resources injector did not see the pod";
            case UNUSED -> counts + ". Maybe a network is missing in k8s.v1.cni.cncf.io/networks";
        };
    }
}
