package io.switchman.extender.http;

import io.switchman.extender.app.SchedulingService;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.app.Tally.Verb;
import io.switchman.extender.config.Limit;
import io.switchman.extender.config.Limits;
import io.switchman.extender.wire.Answers;
import io.switchman.extender.wire.FilterArgs;
import io.switchman.extender.wire.RequestReader;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the calls of kube-scheduler: {@code POST …/filter} and so on, under any prefix.
 *
 * <p>Each answer is one buffer with its length, because a chunked one would cost the scheduler its connection. What the
 * protocol has no word for is a 4xx with {@code {"Error": "…"}}; 503 means that we do not know the cluster yet.
 */
public final class VerbHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(VerbHandler.class);

    /** Larger bodies are read by a worker, so that the event loop stays free. */
    private static final int READ_ON_LOOP_BYTES = 1 << 20;

    /** So long may a caller whose body we do not want go on sending before we hang up: else it would not see why. */
    private static final long LINGER_MILLIS = 1_000;

    private static final Map<String, Verb> VERBS =
            Map.of("filter", Verb.FILTER, "prioritize", Verb.PRIORITIZE, "bind", Verb.BIND, "preempt", Verb.PREEMPT);

    private final Vertx vertx;
    private final SchedulingService service;
    private final StateKeeper keeper;
    private final RequestReader reader;
    private final Limits limits;
    private final VerbMeter meter;
    private final Admission admission;
    private final BodyBounds bounds;
    private final BodyBudget budget;
    private int inFlight;

    /** Takes calls of whoever reaches the listener. */
    public VerbHandler(Vertx vertx, SchedulingService service, StateKeeper keeper, Limits limits, VerbMeter meter) {
        this(vertx, service, keeper, limits, meter, Admission.EVERYBODY);
    }

    /**
     * Takes calls.
     *
     * @param admission whose
     */
    public VerbHandler(
            Vertx vertx,
            SchedulingService service,
            StateKeeper keeper,
            Limits limits,
            VerbMeter meter,
            Admission admission) {
        this.vertx = vertx;
        this.service = service;
        this.keeper = keeper;
        this.reader = new RequestReader(limits.jsonDepth(), limits.nodesPerRequest());
        this.limits = limits;
        this.meter = meter;
        this.admission = admission;
        this.bounds = BodyBounds.of(limits);
        this.budget = BodyBudget.of(limits);
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        Verb verb = VERBS.get(path.substring(path.lastIndexOf('/') + 1));
        if (verb == null) {
            refuse(request, 404, "no such verb: allowed are POST to filter, prioritize, bind, preempt");
        } else if (!request.method().equals(HttpMethod.POST)) {
            meter.turnedAway(verb, 405);
            request.response().putHeader("Allow", "POST");
            refuse(request, 405, "method " + request.method() + " is not allowed: allowed is POST");
        } else {
            Admission.Denial denial = admission.deny(request);
            if (denial != null) {
                meter.turnedAway(verb, denial.status());
                turnAway(request, denial);
            } else {
                take(verb, request);
            }
        }
    }

    private void take(Verb verb, HttpServerRequest request) {
        if (!keeper.isSynced()) {
            meter.turnedAway(verb, 503);
            refuse(request, 503, "not synced yet: the cluster's nodes are not all known");
        } else if (inFlight >= limits.inFlightRequests()) {
            meter.turnedAway(verb, 429);
            meter.limitHit(Limit.IN_FLIGHT_REQUESTS, 1);
            refuse(request, 429, "too many requests in work (limits.inFlightRequests)");
        } else {
            work(verb, request);
        }
    }

    private void work(Verb verb, HttpServerRequest request) {
        long start = System.nanoTime();
        inFlight++;
        meter.inFlight(inFlight);
        BodyBudget.Share share = budget.share();
        BodyCollector.of(request, vertx, bounds, share)
                .compose(body -> {
                    meter.size(verb, body.length);
                    return call(verb, body);
                })
                .onComplete(answer -> {
                    share.release();
                    inFlight--;
                    meter.inFlight(inFlight);
                    Fault fault = answer.succeeded() ? null : Fault.of(answer.cause(), request.path());
                    meter.call(verb, fault == null ? 200 : fault.status(), System.nanoTime() - start);
                    if (fault == null) {
                        send(request.response(), 200, answer.result());
                    } else {
                        fault.countIn(meter);
                        refuse(request, fault.status(), fault.text());
                    }
                });
    }

    private Future<byte[]> call(Verb verb, byte[] body) {
        return switch (verb) {
            case FILTER -> offer(body).compose(read -> service.filter(read.args(), read.snapshot()));
            case PRIORITIZE -> offer(body).compose(read -> service.prioritize(read.args(), read.snapshot()));
            case BIND -> read(body, () -> reader.bind(body)).compose(service::bind);
            case PREEMPT -> read(body, () -> reader.preempt(body)).compose(service::preempt);
        };
    }

    /** A request with the snapshot that its names were looked up in. */
    private record Read(FilterArgs args, StateKeeper.Snapshot snapshot) {}

    private Future<Read> offer(byte[] body) {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        return read(body, () -> new Read(reader.filter(body, snapshot.names()), snapshot));
    }

    private <T> Future<T> read(byte[] body, Callable<T> reading) {
        if (body.length > READ_ON_LOOP_BYTES) {
            return vertx.executeBlocking(reading, false).map(Objects::requireNonNull);
        }
        try {
            return Future.succeededFuture(reading.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    /** Answers and has the caller open another connection, which may lead it to another replica. */
    private void turnAway(HttpServerRequest request, Admission.Denial denial) {
        if (isShared(request)) {
            refuse(request, denial.status(), denial.text());
            request.connection().shutdown(LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            request.response().putHeader("Connection", "close");
            refuse(request, denial.status(), denial.text());
        }
    }

    /** Answers; without having read the whole body the connection cannot be used again, if the call has it alone. */
    private void refuse(HttpServerRequest request, int status, String text) {
        HttpServerResponse response = request.response();
        if (!request.isEnded()) {
            if (!isShared(request)) {
                response.putHeader("Connection", "close");
            }
            request.handler(_ -> {});
            request.resume();
            vertx.setTimer(LINGER_MILLIS, _ -> hangUp(request));
        }
        send(response, status, Answers.error(text));
    }

    private static void hangUp(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (isShared(request)) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    /** Whether other calls are on the same connection, and may be in work. */
    private static boolean isShared(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    private static void send(HttpServerResponse response, int status, byte[] body) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(body.length));
        @Nullable Future<Void> sent = response.end(Buffer.buffer(body));
        if (sent != null) {
            sent.onFailure(e -> LOG.debug("an answer was not delivered", e));
        }
    }
}
