package io.switchman.extender.observe;

import io.switchman.events.plan.ActualDevices;
import io.switchman.extender.app.ObservedPod;
import io.switchman.extender.app.RailsAgreement;
import io.switchman.extender.app.Tally;
import io.switchman.extender.config.Limit;
import io.switchman.extender.network.NetworksMismatch;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.placement.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The labels of meters. Each has few values, all known beforehand, so that the number of series is bounded. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
enum Label {
    VERB("verb", words(Tally.Verb.values())),
    STATUS("status", List.of("2xx", "4xx", "5xx")),
    OUTCOME("outcome", words(Tally.Outcome.values())),
    CODE("code", Arrays.stream(Refusal.Code.values()).map(Enum::name).toList()),
    CLAIM_RESULT(
            "result",
            List.of(
                    "made",
                    "settled",
                    "contradicted",
                    "released",
                    "refused",
                    "moved",
                    "unsettled",
                    "overcommitted",
                    "unplaced")),
    /** When it was told on which rails a pod is. */
    RAILS_TOLD("told", words(Tally.RailsTold.values())),
    RAILS_AGREEMENT("rails", words(RailsAgreement.values())),
    MISMATCH("kind", words(NetworksMismatch.Kind.values())),
    MEMO_RESULT("result", List.of("hit", "miss")),
    VIEW("view", List.of("known", "stale", "unknown")),
    GPU_STATE("state", List.of("free", "held", "claimed")),
    VF_STATE("state", List.of("free", "held", "claimed", "unusable")),
    /** Rails beyond the last number share one value; ports without a declared rail have none. */
    RAIL(
            "rail",
            Stream.concat(IntStream.range(0, Label.RAILS).mapToObj(Integer::toString), Stream.of("other", "none"))
                    .toList()),
    /** Whose certificate: the one that the verbs show, or the first to end of those that sign callers. */
    CERTIFICATE("certificate", List.of("server", "client_ca")),
    RELOAD_RESULT("result", List.of("taken", "failed")),
    KICK_RESULT("result", words(Tally.Kick.values())),
    SAID(
            "said",
            Stream.concat(Stream.of("nothing"), words(OutcomeClass.values()).stream())
                    .toList()),
    FOUND("found", words(ActualDevices.Finding.values())),
    WRITE_RESULT("result", List.of("written", "failed")),
    TAKEOVER_RESULT("result", List.of("caught_up", "late")),
    AGREEMENT("agreement", words(ObservedPod.Agreement.values())),
    LIMIT("limit", Arrays.stream(Limit.values()).map(Limit::key).toList());

    /** Rails that have a value of their own: as many as a machine may have ports. */
    static final int RAILS = 64;

    private final String word;
    private final List<String> values;

    Label(String word, List<String> values) {
        this.word = word;
        this.values = values;
    }

    /** What it is called in Prometheus. */
    String word() {
        return word;
    }

    /** All its values. */
    List<String> allowed() {
        return values;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Label::word).toList();
    }
}
