package io.switchman.extender.observe;

import static io.switchman.extender.observe.Meters.Kind.COUNTER;
import static io.switchman.extender.observe.Meters.Kind.GAUGE;
import static io.switchman.extender.observe.Meters.Kind.HISTOGRAM;

import java.util.List;
import java.util.Locale;

/** All meters. No other place names one. Names are those that Prometheus stores, units and all. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
public enum Meters {
    CALLS(
            "switchman_calls_total",
            COUNTER,
            "Calls of the scheduler, by class of HTTP status.",
            Label.VERB,
            Label.STATUS),
    CALL_SECONDS("switchman_call_duration_seconds", HISTOGRAM, "Time from a call's head to its answer.", Label.VERB),
    CALL_BYTES("switchman_request_size_bytes", HISTOGRAM, "Size of a call's body.", Label.VERB),
    IN_FLIGHT("switchman_requests_in_flight", GAUGE, "Calls in work."),
    OUTCOMES("switchman_outcomes_total", COUNTER, "How calls ended for the pod.", Label.VERB, Label.OUTCOME),
    REFUSED("switchman_refused_nodes_total", COUNTER, "Nodes refused for pods that found none.", Label.CODE),
    HOLDS("switchman_holds", GAUGE, "Holds in force."),
    HOLDS_EXPIRED("switchman_holds_expired_total", COUNTER, "Holds that ended at their deadline."),
    HOLDS_REFUSED("switchman_holds_refused_total", COUNTER, "Holds that were not granted, or ended early."),
    CLAIMS("switchman_claims_total", COUNTER, "Claims of devices by bound pods.", Label.CLAIM_RESULT),
    JOB_RAILS(
            "switchman_job_rails_total",
            COUNTER,
            "Pods that joined others of their job, by whether they share rails.",
            Label.RAILS_TOLD,
            Label.RAILS_AGREEMENT),
    NETWORKS_MISMATCH(
            "switchman_networks_mismatch_total",
            COUNTER,
            "Filter calls for pods whose networks need other VFs than they ask for, by resource.",
            Label.MISMATCH),
    WAITING("switchman_waiting_pods", GAUGE, "Refused pods that are woken once there is room."),
    KICKS("switchman_kicks_total", COUNTER, "Pods woken, not woken, or kept for later by the rate.", Label.KICK_RESULT),
    FAILED_ADMISSIONS(
            "switchman_failed_admissions_total",
            COUNTER,
            "Pods that a kubelet did not admit for their devices; the log names node and pod."),
    BACKED_OFF(
            "switchman_backed_off",
            GAUGE,
            "Pairs of node and request that are remembered because the node's kubelet failed such a pod."),
    TAKEOVERS(
            "switchman_takeovers_total",
            COUNTER,
            "Bindings that waited for a list of all pods after a quiet time, by whether it came in time.",
            Label.TAKEOVER_RESULT),
    VERIFIED(
            "switchman_verified_placements_total",
            COUNTER,
            "Pods whose devices became known, by what was said of them before and what was found.",
            Label.SAID,
            Label.FOUND),
    BROKEN_PROMISES(
            "switchman_broken_promises_total", COUNTER, "Pods that were certain to get aligned devices, and did not."),
    ACTUALS("switchman_actuals_waiting", GAUGE, "Pods that wait to have written on them what they got."),
    ACTUAL_WRITES("switchman_actuals_total", COUNTER, "Writings on pods of what they got.", Label.WRITE_RESULT),
    OBSERVED(
            "switchman_observed_total",
            COUNTER,
            "Pods bound in mode observe, by how the scheduler's choice compares with ours.",
            Label.AGREEMENT),
    PODS("switchman_pods", GAUGE, "Pods that claim or hold devices."),
    NODES("switchman_nodes", GAUGE, "Nodes, by how well they are known.", Label.VIEW),
    GPUS("switchman_gpus", GAUGE, "GPUs of the cluster, by who has them.", Label.GPU_STATE),
    VFS("switchman_vfs", GAUGE, "VFs of the cluster, by rail and by who has them.", Label.RAIL, Label.VF_STATE),
    VERDICT_REQUESTS("switchman_verdict_requests_total", COUNTER, "Verdicts asked of the memo.", Label.MEMO_RESULT),
    VERDICTS("switchman_verdicts", GAUGE, "Verdicts remembered."),
    BOARDS("switchman_boards", GAUGE, "Request shapes whose ranking of nodes is kept at hand."),
    GENERATION("switchman_state_generation", GAUGE, "Generation of the state; grows by one with every change."),
    SYNCED("switchman_synced", GAUGE, "1 once the first picture of the cluster is complete, else 0."),
    WRITER_LAG("switchman_writer_lag_seconds", GAUGE, "How long the writer's event loop keeps work waiting."),
    CERTIFICATE_EXPIRY(
            "switchman_certificate_expiry_timestamp_seconds",
            GAUGE,
            "When certificates of the verbs end, in seconds since 1970; NaN without TLS.",
            Label.CERTIFICATE),
    CERTIFICATE_RELOADS(
            "switchman_certificate_reloads_total",
            COUNTER,
            "Changes of certificate files, taken or failed and not taken.",
            Label.RELOAD_RESULT),
    LIMIT("switchman_limit", GAUGE, "Limits as configured, in the unit of their key.", Label.LIMIT),
    LIMIT_HITS("switchman_limit_hits_total", COUNTER, "What was cut off at a limit.", Label.LIMIT);

    private final String series;
    private final Kind kind;
    private final String help;
    private final List<Label> labels;

    Meters(String series, Kind kind, String help, Label... labels) {
        this.series = series;
        this.kind = kind;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** What a meter is. */
    enum Kind {
        /** Only grows. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Counts values by size: {@code _bucket}, {@code _sum}, {@code _count}, and {@code _max} of the last minutes. */
        HISTOGRAM;

        /** The word in a {@code # TYPE} line. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its name in Prometheus. */
    public String series() {
        return series;
    }

    Kind kind() {
        return kind;
    }

    /** One sentence on what it counts. */
    public String help() {
        return help;
    }

    List<Label> labels() {
        return labels;
    }
}
