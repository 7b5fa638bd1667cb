package io.switchman.events.kube.client;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths of single objects. Names come from other processes, so what is no name gets no path. */
public final class ObjectPath {
    /** A DNS subdomain: {@code NameIsDNSSubdomain} in apimachinery's validation. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int MAX_NAME = 253;

    private ObjectPath() {}

    /** The path of a pod, or null if one of the names is none. */
    public static @Nullable String pod(String namespace, String name) {
        return of("/api/v1", namespace, "pods", name);
    }

    /** The path of a Lease, or null if one of the names is none. */
    public static @Nullable String lease(String namespace, String name) {
        return of("/apis/coordination.k8s.io/v1", namespace, "leases", name);
    }

    private static @Nullable String of(String group, String namespace, String plural, String name) {
        return isName(namespace) && isName(name)
                ? group + "/namespaces/" + namespace + "/" + plural + "/" + name
                : null;
    }

    /** Whether a text can be the name of an object. */
    public static boolean isName(String text) {
        return text.length() <= MAX_NAME && NAME.matcher(text).matches();
    }
}
