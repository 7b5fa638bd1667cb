package io.switchman.extender.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Registers meters under the names, texts and labels that {@link Meters} gives them. */
final class MeterBook {
    private final MeterRegistry registry;
    /** As many as the labels' allowed values make. */
    private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();

    MeterBook(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A counter; the same for the same values, made when it is asked for first. */
    Counter counter(Meters meter, String... values) {
        return counters.computeIfAbsent(new CounterKey(meter, List.of(values)), _ -> register(meter, values));
    }

    private record CounterKey(Meters meter, List<String> values) {}

    private Counter register(Meters meter, String... values) {
        check(meter, Meters.Kind.COUNTER);
        return Counter.builder(meter.series())
                .description(meter.help())
                .tags(tags(meter, values))
                .register(registry);
    }

    /** Makes all counters of a meter, so that each is there as zero before the first event. */
    void zeros(Meters meter) {
        List<List<String>> rows = List.of(List.of());
        for (Label label : meter.labels()) {
            rows = rows.stream()
                    .flatMap(row -> label.allowed().stream()
                            .map(value -> Stream.concat(row.stream(), Stream.of(value))
                                    .toList()))
                    .toList();
        }
        rows.forEach(row -> counter(meter, row.toArray(String[]::new)));
    }

    /** A counter that somebody else keeps. The object must be kept alive by its owner. */
    <T> void counterOf(Meters meter, T source, ToDoubleFunction<T> value, String... values) {
        check(meter, Meters.Kind.COUNTER);
        FunctionCounter.builder(meter.series(), source, value)
                .description(meter.help())
                .tags(tags(meter, values))
                .register(registry);
    }

    /** A gauge that asks when it is looked at. */
    <T> void gauge(Meters meter, T source, ToDoubleFunction<T> value, String... values) {
        check(meter, Meters.Kind.GAUGE);
        Gauge.builder(meter.series(), source, value)
                .description(meter.help())
                .tags(tags(meter, values))
                .strongReference(true)
                .register(registry);
    }

    /** A gauge whose labels are filled as they come. */
    MultiGauge rows(Meters meter) {
        check(meter, Meters.Kind.GAUGE);
        return MultiGauge.builder(meter.series()).description(meter.help()).register(registry);
    }

    /** A histogram with the given upper bounds, ascending. */
    DistributionSummary histogram(Meters meter, double[] buckets, String... values) {
        check(meter, Meters.Kind.HISTOGRAM);
        return DistributionSummary.builder(meter.series())
                .description(meter.help())
                .serviceLevelObjectives(buckets)
                .tags(tags(meter, values))
                .register(registry);
    }

    /**
     * A histogram of durations, with the given upper bounds in seconds, ascending. A timer, because a summary rounds what
     * it sorts into buckets up to whole numbers.
     */
    Timer durations(Meters meter, double[] buckets, String... values) {
        check(meter, Meters.Kind.HISTOGRAM);
        Duration[] bounds = Arrays.stream(buckets)
                .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
        return Timer.builder(meter.series())
                .description(meter.help())
                .serviceLevelObjectives(bounds)
                .tags(tags(meter, values))
                .register(registry);
    }

    static Tags tags(Meters meter, String... values) {
        List<Label> labels = meter.labels();
        if (labels.size() != values.length) {
            throw new IllegalArgumentException(
                    meter.series() + " has labels " + labels + ", values are given for " + values.length);
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            if (!labels.get(i).allowed().contains(values[i])) {
                throw new IllegalArgumentException(meter.series() + ": " + values[i] + " is no value of "
                        + labels.get(i) + ", allowed are " + labels.get(i).allowed());
            }
            tags = tags.and(labels.get(i).word(), values[i]);
        }
        return tags;
    }

    private static void check(Meters meter, Meters.Kind kind) {
        if (meter.kind() != kind) {
            throw new IllegalArgumentException(
                    meter.series() + " is a " + meter.kind().word() + ", no " + kind.word());
        }
    }
}
