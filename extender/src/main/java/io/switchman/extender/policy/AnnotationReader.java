package io.switchman.extender.policy;

import io.switchman.events.NearestName;
import io.switchman.extender.config.CertaintyForm;
import io.switchman.extender.config.ConfigProblem;
import io.switchman.extender.config.OneOf;
import io.switchman.extender.config.PolicyDefaults;
import io.switchman.extender.config.PolicyWords;
import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Policy.DistinctPorts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the annotations of one pod. */
final class AnnotationReader {
    /** Longest value that is looked at. */
    static final int MAX_VALUE_BYTES = 1_024;

    private static final Pattern JOB = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,251}[A-Za-z0-9])?");
    private static final String JOB_ALLOWED =
            "up to 253 letters, digits, dashes, underscores and dots, with a letter or digit at both ends";

    /** Ours alone. */
    private final Map<String, String> annotations = new HashMap<>();

    private final List<ConfigProblem> problems = new ArrayList<>();

    AnnotationReader(Map<String, String> all) {
        all.forEach((key, value) -> {
            if (key.startsWith(Annotations.PREFIX) && !Annotations.BY_SWITCHMAN.contains(key)) {
                annotations.put(key, value);
            }
        });
    }

    AnnotationPolicy read(PolicyDefaults defaults) {
        annotations.forEach(this::check);
        DistinctPorts ports = word(Annotations.DISTINCT_PORTS, PolicyWords.DISTINCT_PORTS, Function.identity());
        String job =
                value(Annotations.JOB, JOB_ALLOWED, text -> JOB.matcher(text).matches() ? text : null);
        Locality locality = word(Annotations.LOCALITY, PolicyWords.LOCALITY, text -> text.toUpperCase(Locale.ROOT));
        MinCertainty certainty = value(Annotations.MIN_CERTAINTY, CertaintyForm.ALLOWED, CertaintyForm::parse);
        Policy.Mode mode = word(Annotations.POLICY, PolicyWords.MODE, Function.identity());
        if (mode == Policy.Mode.IGNORE) {
            contradicted(Annotations.LOCALITY);
            contradicted(Annotations.MIN_CERTAINTY);
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(ConfigProblem::key));
            return new AnnotationPolicy.Refused(problems);
        }
        Policy otherwise = defaults.policy();
        return new AnnotationPolicy.Accepted(new PodPolicy(
                new Policy(
                        mode == null ? otherwise.mode() : mode,
                        locality == null ? otherwise.locality() : locality,
                        ports == null ? otherwise.distinctPorts() : ports,
                        certainty == null ? otherwise.minCertainty() : certainty),
                defaults.unknownNodes(),
                job));
    }

    private void check(String key, String value) {
        if (!Annotations.BY_PEOPLE.contains(key)) {
            problems.add(ConfigProblem.unknownKey(key, Annotations.BY_PEOPLE, nearest(key)));
        } else if (isTooLong(value)) {
            problems.add(ConfigProblem.notAllowed(key, value, "values of at most " + MAX_VALUE_BYTES + " bytes"));
        }
    }

    /** Compared without the prefix, which would make everything look alike. */
    private static @Nullable String nearest(String key) {
        List<String> names = Annotations.BY_PEOPLE.stream()
                .map(known -> known.substring(Annotations.PREFIX.length()))
                .toList();
        String name = NearestName.of(key.substring(Annotations.PREFIX.length()), names);
        return name == null ? null : Annotations.PREFIX + name;
    }

    private <T> @Nullable T word(String key, OneOf<T> words, Function<String, String> spelling) {
        return value(key, words.allowed(), text -> words.read(spelling.apply(text)));
    }

    /** The value of an annotation, or null if it is not there or wrong. */
    private <T> @Nullable T value(String key, String allowed, Function<String, @Nullable T> parse) {
        String text = annotations.get(key);
        if (text == null || isTooLong(text)) {
            return null;
        }
        T value = parse.apply(text);
        if (value == null) {
            problems.add(ConfigProblem.notAllowed(key, text, allowed));
        }
        return value;
    }

    private void contradicted(String key) {
        String value = annotations.get(key);
        if (value != null) {
            problems.add(ConfigProblem.other(
                    key,
                    ConfigProblem.show(value) + " contradicts " + Annotations.POLICY
                            + ": ignore, which looks at no locality. Maybe remove one of the two"));
        }
    }

    private static boolean isTooLong(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES;
    }
}
