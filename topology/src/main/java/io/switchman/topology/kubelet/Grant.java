package io.switchman.topology.kubelet;

import java.util.List;

/**
 * What the kubelet takes of one resource for one container, with what it keeps of it then.
 *
 * @param granted false where the container cannot have it and the pod fails
 * @param after what is held and left afterwards
 * @param devices a bit for each device, where they are told apart
 * @param perSwitch how many under each switch
 */
record Grant(boolean granted, Holdings after, long devices, List<Integer> perSwitch) {
    Grant {
        perSwitch = List.copyOf(perSwitch);
    }

    static Grant refused(Holdings before) {
        return new Grant(false, before, 0, List.of());
    }
}
