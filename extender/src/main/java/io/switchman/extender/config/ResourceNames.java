package io.switchman.extender.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The resource names that Switchman manages. Each of them should stand in the scheduler's {@code managedResources} too.
 *
 * @param gpus names of GPU resources
 * @param vfs names of VF resources; {@code {rail}} stands for the number of a rail, {@code *} for anything
 */
public record ResourceNames(List<String> gpus, List<String> vfs) {
    /** What the number of a rail is called in patterns. */
    public static final String RAIL = "rail";

    public static final ResourceNames DEFAULT = new ResourceNames(
            List.of("nvidia.com/gpu", "amd.com/gpu"),
            List.of("nvidia.com/sriov_rdma_vf_port{rail}", "nvidia.com/sriov_rdma_vf", "nvidia.com/rdma-vf"));

    public ResourceNames {
        gpus = List.copyOf(gpus);
        vfs = List.copyOf(vfs);
    }

    /**
     * What matches the whole of each name that an entry of {@code vfs} means; the number of a rail has up to four digits and is
     * the group {@link #RAIL}.
     */
    public static Pattern pattern(String vf) {
        String quoted = Pattern.quote(vf);
        return Pattern.compile(
                quoted.replace("{rail}", "\\E(?<" + RAIL + ">[0-9]{1,4})\\Q").replace("*", "\\E.*\\Q"));
    }
}
