package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * Why a node is refused. The list is closed and the texts are constant: kube-scheduler counts nodes by text, and a text
 * that changes for an unchanged state would wake the pod for ever.
 */
public sealed interface Refusal {
    /** A stable name for metrics, events and tests. */
    Code code();

    /** Codes with the one short text each of them has. */
    enum Code {
        NO_DATA("no topology known for the node"),
        STALE_DATA("the node's topology is stale"),
        NO_GPU_RESOURCE("no GPU of the asked kind"),
        NO_VF_RESOURCE("no port with the asked VF resource"),
        GPUS_SHORT("not enough free GPUs"),
        VFS_SHORT("not enough free VFs"),
        PORTS_SHORT("not enough ports for distinct VFs"),
        NOT_ALIGNED("no aligned choice of GPUs and VFs"),
        NODE_UNSETTLED("devices of another pod on the node are not known yet"),
        NOT_CERTAIN("alignment is not sure enough: use per-rail names, steering or a lower min-certainty"),
        KUBELET_REJECTS("the kubelet would reject the pod (TopologyAffinityError or UnexpectedAdmissionError)"),
        ADMISSION_FAILED("the node's kubelet lately refused such a pod"),
        TOO_COMPLEX("request exceeds the search limit"),
        NOT_JUDGED("not judged within the deadline");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        /** What a user reads in the pod's event. */
        public String text() {
            return text;
        }
    }

    /** Nobody ever told us about the node. */
    record NoData() implements Refusal {
        @Override
        public Code code() {
            return Code.NO_DATA;
        }
    }

    /** What we know of the node is too old. */
    record StaleData() implements Refusal {
        @Override
        public Code code() {
            return Code.STALE_DATA;
        }
    }

    /** The machine has no GPU by that name. */
    record NoGpuResource(ResourceName resource) implements Refusal {
        @Override
        public Code code() {
            return Code.NO_GPU_RESOURCE;
        }
    }

    /** The machine has no port with VFs by that name. */
    record NoVfResource(ResourceName resource) implements Refusal {
        @Override
        public Code code() {
            return Code.NO_VF_RESOURCE;
        }
    }

    /** GPUs are taken. */
    record GpusShort(ResourceName resource, int asked, int free) implements Refusal {
        @Override
        public Code code() {
            return Code.GPUS_SHORT;
        }
    }

    /** VFs are taken, or their ports are not usable. */
    record VfsShort(ResourceName resource, int asked, int free) implements Refusal {
        @Override
        public Code code() {
            return Code.VFS_SHORT;
        }
    }

    /** The pod requires a port for each VF. */
    record PortsShort(int asked) implements Refusal {
        @Override
        public Code code() {
            return Code.PORTS_SHORT;
        }
    }

    /**
     * The devices are there, but not near enough to each other.
     *
     * @param wanted the worst level the pod accepts
     * @param best the best level any choice has
     */
    record NotAligned(Locality wanted, @Nullable Locality best) implements Refusal {
        @Override
        public Code code() {
            return Code.NOT_ALIGNED;
        }
    }

    /**
     * Another pod's devices are not known for sure, and alignment depends on them.
     *
     * @param pods how many pods' devices are not known
     */
    record NodeUnsettled(int pods) implements Refusal {
        @Override
        public Code code() {
            return Code.NODE_UNSETTLED;
        }
    }

    /**
     * The kubelet may give devices that are not aligned.
     *
     * @param wanted how sure it must be
     * @param forecast how sure it is
     */
    record NotCertain(MinCertainty wanted, Forecast forecast) implements Refusal {
        @Override
        public Code code() {
            return Code.NOT_CERTAIN;
        }
    }

    /** The kubelet would never admit the pod; it would be dead there, not pending. */
    record KubeletRejects() implements Refusal {
        @Override
        public Code code() {
            return Code.KUBELET_REJECTS;
        }
    }

    /** The kubelet did not admit a pod that asked the same, and it is too early to try again. */
    record AdmissionFailed() implements Refusal {
        @Override
        public Code code() {
            return Code.ADMISSION_FAILED;
        }
    }

    /** The search would need more states than allowed. */
    record TooComplex(long states, int allowed) implements Refusal {
        @Override
        public Code code() {
            return Code.TOO_COMPLEX;
        }
    }

    /** The time for judging ran out before this node's turn. */
    record NotJudged() implements Refusal {
        @Override
        public Code code() {
            return Code.NOT_JUDGED;
        }
    }

    /** The text of the code. */
    default String text() {
        return code().text();
    }
}
