package io.switchman.extender.cluster;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.cluster.Evidence;
import io.switchman.events.cluster.NodeOutlook;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.plan.ActualDevices;
import io.switchman.events.plan.ActualDevices.Finding;
import io.switchman.events.plan.KeyRing;
import io.switchman.events.plan.PlacedPlan;
import io.switchman.events.plan.PlannedVfs;
import io.switchman.events.plan.Verified;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.Requests;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.placement.Nearness;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from the cluster's picture what a pod really got, and compares it with what it asked and what was said. */
record ActualReading(ClusterPicture picture, KeyRing keys, Requests requests) {
    /** What a pod got; null while its kubelet's word cannot be joined with a machine, or once the pod is gone. */
    @Nullable
    ActualDevices of(PodId id) {
        PodFacts pod = picture.pod(id);
        Evidence evidence = picture.evidence(id);
        String node = pod == null ? null : pod.life().node();
        NodeOutlook outlook = node == null ? null : picture.outlook(node);
        Machine machine = outlook == null ? null : outlook.machine();
        if (pod == null || node == null || evidence == null || machine == null) {
            return null;
        }
        Locality level = Nearness.level(machine, evidence.gpus(), evidence.vfCounts());
        Verified verified = keys.verify(pod.annotations().get(PlacedPlan.ANNOTATION), id, node);
        PlacedPlan plan = verified instanceof Verified.Trusted(PlacedPlan trusted) ? trusted : null;
        return new ActualDevices(
                plan == null ? null : plan.id(),
                gpus(evidence, machine),
                vfs(evidence, machine),
                level,
                finding(level, requests.of(pod), plan),
                plan == null ? null : plan.promise());
    }

    /** By what was asked when the pod was placed; without a plan by what it asks now. */
    private static Finding finding(@Nullable Locality level, Asked asked, @Nullable PlacedPlan plan) {
        if (level == null || !(asked instanceof Asked.Devices devices)) {
            return Finding.NO_CLAIM;
        }
        Policy policy = devices.request().policy();
        if (policy.mode() == Policy.Mode.IGNORE || level == Locality.UNKNOWN) {
            return Finding.NO_CLAIM;
        }
        Locality wanted = plan == null ? policy.locality() : plan.promise().locality();
        return level.isAtLeast(wanted) ? Finding.ALIGNED : Finding.MISALIGNED;
    }

    private static List<PciAddress> gpus(Evidence evidence, Machine machine) {
        List<PciAddress> gpus = new ArrayList<>();
        for (int rest = evidence.gpus(); rest != 0; rest &= rest - 1) {
            gpus.add(machine.gpus().get(Integer.numberOfTrailingZeros(rest)).address());
        }
        return gpus;
    }

    private static List<PlannedVfs> vfs(Evidence evidence, Machine machine) {
        List<PlannedVfs> vfs = new ArrayList<>();
        for (int source = 0; source < evidence.vfs().size(); source++) {
            if (evidence.vfs().get(source) > 0) {
                VfSource from = machine.sources().get(source);
                vfs.add(new PlannedVfs(
                        from.pool().resource(),
                        machine.ports().get(from.port()).id(),
                        evidence.vfs().get(source)));
            }
        }
        return vfs;
    }
}
