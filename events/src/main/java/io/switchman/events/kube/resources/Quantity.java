package io.switchman.events.kube.resources;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes quantity.
 *
 * <p>Source: {@code resource.ParseQuantity} in apimachinery for the forms, {@code ValidateNonnegativeQuantity} and
 * {@code IsIntegerResourceName} in the API server for what extended resources allow.
 */
public final class Quantity {
    /** What {@link #count} takes, in words. */
    public static final String COUNTS = "whole numbers from 0 on";

    private static final Pattern FORM =
            Pattern.compile("([+-]?[0-9]{1,30}(?:\\.[0-9]{0,30})?)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]{1,2}))?");

    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private Quantity() {}

    /** The value of a text, or null if it is no quantity. */
    public static @Nullable BigDecimal parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal value = new BigDecimal(matcher.group(1));
        if (matcher.group(2) != null) {
            return value.multiply(SUFFIXES.getOrDefault(matcher.group(2), BigDecimal.ONE));
        }
        return matcher.group(3) == null ? value : value.scaleByPowerOfTen(Integer.parseInt(matcher.group(3)));
    }

    /** A whole number of things from 0 on, or null; more than an int holds is the most that an int holds. */
    public static @Nullable Integer count(@Nullable BigDecimal value) {
        if (value == null || value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
            return null;
        }
        return value.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    }
}
