package io.switchman.extender.explain;

import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Refusal;

/** What exactly is missing on a node, for a person. Never sent to the scheduler, which needs few distinct texts. */
final class RefusalWords {
    private RefusalWords() {}

    private static String wanted(MinCertainty wanted) {
        return wanted instanceof MinCertainty.Chance(double least) ? "p of " + least + " or more" : "certainty";
    }

    static String detail(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NoData _ ->
                "nobody told what the node is made of. Maybe its agent does not run, or no machine type fits its labels";
            case Refusal.StaleData _ -> "its source is silent, and the pod requires alignment. Maybe its agent stopped";
            case Refusal.NoGpuResource no -> "the machine has no " + no.resource();
            case Refusal.NoVfResource no -> "no port of the machine has " + no.resource();
            case Refusal.GpusShort gpus ->
                "asks for " + gpus.asked() + " of " + gpus.resource() + ", free are " + gpus.free();
            case Refusal.VfsShort vfs ->
                "asks for " + vfs.asked() + " of " + vfs.resource() + ", free on ports in service are " + vfs.free();
            case Refusal.PortsShort ports ->
                "asks for " + ports.asked() + " VFs on as many ports; fewer ports have one to give";
            case Refusal.NotAligned not ->
                "asks for " + not.wanted() + " or nearer, the nearest choice is "
                        + (not.best() == null ? "none" : not.best());
            case Refusal.NodeUnsettled unsettled ->
                "the devices of " + unsettled.pods()
                        + " pods on the node are not known for sure (limits.unsettledPerNode)";
            case Refusal.NotCertain not ->
                "asks for " + wanted(not.wanted()) + ", the kubelet gives aligned devices with p = "
                        + "%.2f".formatted(not.forecast().p()) + " ("
                        + not.forecast().kind() + ")";
            case Refusal.KubeletRejects _ ->
                "the pod would fail with TopologyAffinityError or UnexpectedAdmissionError, and its owner would make"
                        + " another at once";
            case Refusal.AdmissionFailed _ ->
                "a pod that asks the same failed there lately; the node is tried again after a while, and sooner if its"
                        + " machine or its kubelet changes";
            case Refusal.TooComplex complex ->
                "needs " + complex.states() + " search states, allowed are " + complex.allowed()
                        + " (limits.searchStates)";
            case Refusal.NotJudged _ -> "the time for judging ran out (limits.judgingMillis)";
        };
    }
}
