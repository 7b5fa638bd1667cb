package io.switchman.extender.observe;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.switchman.events.plan.ActualDevices;
import io.switchman.events.plan.Promise;
import io.switchman.extender.app.ObservedPod;
import io.switchman.extender.app.RailsAgreement;
import io.switchman.extender.app.Tally;
import io.switchman.extender.config.Limit;
import io.switchman.extender.config.Limits;
import io.switchman.extender.http.OperationsMeter;
import io.switchman.extender.network.NetworksMismatch;
import io.switchman.extender.tls.TlsMaterial;
import io.switchman.extender.tls.TlsMeter;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Effect;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** All meters of the extender, in one Prometheus registry. Any thread may count; one at a time may scrape. */
public final class ExtenderMetrics implements Tally, OperationsMeter, TlsMeter {
    private static final double NANOS = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterBook book = new MeterBook(registry);
    private final Map<Verb, Timer> seconds = new EnumMap<>(Verb.class);
    private final Map<Verb, DistributionSummary> bytes = new EnumMap<>(Verb.class);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger boards = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger backedOff = new AtomicInteger();
    private final AtomicInteger actuals = new AtomicInteger();
    private final AtomicLong writerLag = new AtomicLong();
    private final ClusterGauges cluster;
    private volatile double certificateEnd = Double.NaN;
    private volatile double clientCaEnd = Double.NaN;

    /**
     * Meters.
     *
     * @param states the newest state, whenever it is asked
     * @param synced whether the first picture of the cluster is complete
     * @param verdicts the memo's cache, with statistics on
     */
    public ExtenderMetrics(Limits limits, Supplier<ClusterState> states, BooleanSupplier synced, Cache<?, ?> verdicts) {
        this.cluster = new ClusterGauges(book, states);
        for (Verb verb : Verb.values()) {
            seconds.put(verb, book.durations(Meters.CALL_SECONDS, Buckets.SECONDS, Label.word(verb)));
            bytes.put(verb, book.histogram(Meters.CALL_BYTES, Buckets.BYTES, Label.word(verb)));
        }
        book.zeros(Meters.CALLS);
        book.zeros(Meters.OUTCOMES);
        book.zeros(Meters.REFUSED);
        book.zeros(Meters.CLAIMS);
        book.zeros(Meters.JOB_RAILS);
        book.zeros(Meters.NETWORKS_MISMATCH);
        book.zeros(Meters.CERTIFICATE_RELOADS);
        book.zeros(Meters.HOLDS_EXPIRED);
        book.zeros(Meters.HOLDS_REFUSED);
        book.zeros(Meters.KICKS);
        book.zeros(Meters.FAILED_ADMISSIONS);
        book.zeros(Meters.TAKEOVERS);
        book.zeros(Meters.VERIFIED);
        book.zeros(Meters.BROKEN_PROMISES);
        book.zeros(Meters.ACTUAL_WRITES);
        book.zeros(Meters.OBSERVED);
        book.gauge(Meters.WAITING, waiting, AtomicInteger::get);
        book.gauge(Meters.BACKED_OFF, backedOff, AtomicInteger::get);
        book.gauge(Meters.ACTUALS, actuals, AtomicInteger::get);
        book.gauge(Meters.IN_FLIGHT, inFlight, AtomicInteger::get);
        book.gauge(Meters.BOARDS, boards, AtomicInteger::get);
        book.gauge(Meters.WRITER_LAG, writerLag, lag -> lag.get() / NANOS);
        book.gauge(Meters.SYNCED, synced, is -> is.getAsBoolean() ? 1 : 0);
        book.gauge(Meters.CERTIFICATE_EXPIRY, this, metrics -> metrics.certificateEnd, "server");
        book.gauge(Meters.CERTIFICATE_EXPIRY, this, metrics -> metrics.clientCaEnd, "client_ca");
        book.gauge(Meters.VERDICTS, verdicts, Cache::estimatedSize);
        book.counterOf(Meters.VERDICT_REQUESTS, verdicts, cache -> cache.stats().hitCount(), "hit");
        book.counterOf(Meters.VERDICT_REQUESTS, verdicts, cache -> cache.stats().missCount(), "miss");
        for (Limit limit : Limit.values()) {
            book.gauge(Meters.LIMIT, limits, limit::of, limit.key());
            if (limit == Limit.VERDICTS) {
                book.counterOf(
                        Meters.LIMIT_HITS, verdicts, cache -> cache.stats().evictionCount(), limit.key());
            } else {
                book.counter(Meters.LIMIT_HITS, limit.key());
            }
        }
    }

    @Override
    public String scrape() {
        cluster.refresh();
        return registry.scrape();
    }

    @Override
    public void size(Verb verb, long size) {
        of(bytes, verb).record((double) size);
    }

    @Override
    public void call(Verb verb, int status, long nanos) {
        turnedAway(verb, status);
        of(seconds, verb).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void turnedAway(Verb verb, int status) {
        book.counter(Meters.CALLS, Label.word(verb), status / 100 + "xx").increment();
    }

    @Override
    public void inFlight(int requests) {
        inFlight.set(requests);
    }

    @Override
    public void outcome(Verb verb, Outcome outcome) {
        book.counter(Meters.OUTCOMES, Label.word(verb), Label.word(outcome)).increment();
    }

    @Override
    public void refused(Refusal.Code code, int nodes) {
        book.counter(Meters.REFUSED, code.name()).increment(nodes);
    }

    @Override
    public void limitHit(Limit limit, int times) {
        if (times > 0) {
            book.counter(Meters.LIMIT_HITS, limit.key()).increment(times);
        }
    }

    @Override
    public void jobRails(RailsTold when, RailsAgreement agreement) {
        book.counter(Meters.JOB_RAILS, Label.word(when), Label.word(agreement)).increment();
    }

    @Override
    public void networksMismatch(NetworksMismatch.Kind kind) {
        book.counter(Meters.NETWORKS_MISMATCH, Label.word(kind)).increment();
    }

    @Override
    public void boards(int count) {
        boards.set(count);
    }

    @Override
    public void waiting(int pods) {
        waiting.set(pods);
    }

    @Override
    public void kick(Kick result) {
        book.counter(Meters.KICKS, Label.word(result)).increment();
    }

    @Override
    public void admissionFailed() {
        book.counter(Meters.FAILED_ADMISSIONS).increment();
    }

    @Override
    public void backedOff(int pairs) {
        backedOff.set(pairs);
    }

    @Override
    public void takeover(boolean inTime) {
        book.counter(Meters.TAKEOVERS, inTime ? "caught_up" : "late").increment();
    }

    @Override
    public void verified(ActualDevices devices) {
        Promise said = devices.said();
        String word = said == null ? "nothing" : Label.word(said.kind());
        book.counter(Meters.VERIFIED, word, Label.word(devices.finding())).increment();
        if (devices.breaksPromise()) {
            book.counter(Meters.BROKEN_PROMISES).increment();
        }
    }

    @Override
    public void actuals(int pods) {
        actuals.set(pods);
    }

    @Override
    public void actualWrite(boolean written) {
        book.counter(Meters.ACTUAL_WRITES, written ? "written" : "failed").increment();
    }

    @Override
    public void observed(ObservedPod.Agreement agreement) {
        book.counter(Meters.OBSERVED, Label.word(agreement)).increment();
    }

    @Override
    public void writerLag(long nanos) {
        writerLag.set(nanos);
    }

    @Override
    public void serving(TlsMaterial material) {
        certificateEnd = (double) material.expires().getEpochSecond();
        clientCaEnd = (double) material.clientCaExpires().getEpochSecond();
    }

    @Override
    public void reload(boolean taken) {
        book.counter(Meters.CERTIFICATE_RELOADS, taken ? "taken" : "failed").increment();
    }

    /** Counts what a step of the state brought about. */
    public void effect(Effect effect) {
        switch (effect) {
            case Effect.Claimed _ -> book.counter(Meters.CLAIMS, "made").increment();
            case Effect.Settled _ -> book.counter(Meters.CLAIMS, "settled").increment();
            case Effect.EvidenceRefused _ ->
                book.counter(Meters.CLAIMS, "contradicted").increment();
            case Effect.Released _ -> book.counter(Meters.CLAIMS, "released").increment();
            case Effect.ClaimRefused _ -> book.counter(Meters.CLAIMS, "refused").increment();
            case Effect.Moved _ -> book.counter(Meters.CLAIMS, "moved").increment();
            case Effect.Unsettled unsettled ->
                book.counter(Meters.CLAIMS, "unsettled")
                        .increment(unsettled.pods().size());
            case Effect.Overcommitted _ ->
                book.counter(Meters.CLAIMS, "overcommitted").increment();
            case Effect.PodUnplaced _ -> book.counter(Meters.CLAIMS, "unplaced").increment();
            case Effect.HoldExpired _ -> book.counter(Meters.HOLDS_EXPIRED).increment();
            case Effect.HoldBroken _ -> book.counter(Meters.HOLDS_REFUSED).increment();
            case Effect.HoldRefused refusedHold -> {
                book.counter(Meters.HOLDS_REFUSED).increment();
                if (refusedHold.reason().equals(Effect.HoldRefused.TOO_MANY)) {
                    limitHit(Limit.HOLDS, 1);
                }
            }
        }
    }

    private static <M> M of(Map<Verb, M> histograms, Verb verb) {
        return Objects.requireNonNull(histograms.get(verb));
    }
}
