package io.switchman.topology.model;

import java.util.regex.Pattern;

/**
 * The name of an extended resource as pods ask for it, for example {@code nvidia.com/gpu}.
 *
 * <p>Form: a DNS subdomain, a slash, and up to 63 letters, digits, dashes, underscores or dots. Source: Kubernetes
 * {@code validation.IsQualifiedName} and {@code helper.IsExtendedResourceName}.
 */
public record ResourceName(String value) implements Comparable<ResourceName> {
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    public ResourceName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "not a resource name: '" + value + "'. Maybe write it as example.com/name");
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(ResourceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
