package io.switchman.topology.kubelet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A finite distribution: values with their weights. Equal values are one. */
final class Spread<T> {
    private final Map<T, Double> weights = new LinkedHashMap<>();

    static <T> Spread<T> of(T value) {
        Spread<T> spread = new Spread<>();
        spread.add(value, 1);
        return spread;
    }

    void add(T value, double weight) {
        weights.merge(value, weight, Double::sum);
    }

    void addAll(Spread<T> others, double weight) {
        others.forEach((value, each) -> add(value, weight * each));
    }

    void forEach(BiConsumer<T, Double> action) {
        weights.forEach(action);
    }

    /** The values with their weights, to read. */
    Map<T, Double> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /** One of the values. */
    T any() {
        return weights.keySet().iterator().next();
    }

    int size() {
        return weights.size();
    }

    /** What follows of each value, each kind of outcome once. */
    <R> Spread<R> then(Function<? super T, Spread<R>> next) {
        if (weights.size() == 1) {
            Map.Entry<T, Double> only = weights.entrySet().iterator().next();
            if (only.getValue() == 1) {
                return next.apply(only.getKey());
            }
        }
        Spread<R> spread = new Spread<>();
        weights.forEach((value, weight) -> spread.addAll(next.apply(value), weight));
        return spread;
    }

    <R> Spread<R> map(Function<? super T, ? extends R> of) {
        Spread<R> spread = new Spread<>();
        weights.forEach((value, weight) -> spread.add(of.apply(value), weight));
        return spread;
    }
}
