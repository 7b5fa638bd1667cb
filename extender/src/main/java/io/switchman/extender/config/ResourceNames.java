package io.switchman.extender.config;

import java.util.List;

/**
 * The resource names that Switchman manages. Each of them should stand in the scheduler's {@code managedResources} too.
 *
 * @param gpus names of GPU resources
 * @param vfs names of VF resources; {@code {rail}} stands for the number of a rail, {@code *} for anything
 */
public record ResourceNames(List<String> gpus, List<String> vfs) {
    public static final ResourceNames DEFAULT = new ResourceNames(
            List.of("nvidia.com/gpu", "amd.com/gpu"),
            List.of("nvidia.com/sriov_rdma_vf_port{rail}", "nvidia.com/sriov_rdma_vf", "nvidia.com/rdma-vf"));

    public ResourceNames {
        gpus = List.copyOf(gpus);
        vfs = List.copyOf(vfs);
    }
}
