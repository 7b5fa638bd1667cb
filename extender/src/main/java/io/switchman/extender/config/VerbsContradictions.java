package io.switchman.extender.config;

import io.switchman.extender.config.VerbsConfig.Plaintext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/** What must not stand together under {@code verbs}. */
final class VerbsContradictions {
    private static final String ALL_FILES =
            String.join(", ", VerbsTls.CERT_FILE, VerbsTls.KEY_FILE, VerbsTls.CLIENT_CA_FILE);

    /** Other spellings exist; they are taken for addresses of the network, which asks for TLS and does no harm. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1", Pattern.CASE_INSENSITIVE);

    private VerbsContradictions() {}

    static void find(VerbsConfig verbs, List<ConfigProblem> problems) {
        VerbsTls tls = verbs.tls();
        List<String> missing = missingFiles(tls);
        boolean none = missing.size() == 3;
        if (!missing.isEmpty() && !none) {
            missing.forEach(key -> problems.add(
                    ConfigProblem.other(key, "is not set; TLS needs all of " + ALL_FILES + ", or none of them")));
        }
        if (none && !tls.clientNames().isEmpty()) {
            problems.add(ConfigProblem.other(
                    VerbsTls.CLIENT_NAMES,
                    "names callers, but without TLS nobody is asked for a name; set " + ALL_FILES));
        }
        String host = verbs.listener().host();
        if (none
                && verbs.plaintext() == Plaintext.LOOPBACK
                && !LOOPBACK.matcher(host).matches()) {
            problems.add(ConfigProblem.other(
                    "verbs.host",
                    host
                            + " can be reached from other hosts, and without TLS whoever reaches it can have pods bound; set "
                            + ALL_FILES + ", or listen on 127.0.0.1, or accept it with verbs.plaintext: anywhere"));
        }
    }

    private static List<String> missingFiles(VerbsTls tls) {
        var files = new LinkedHashMap<String, Boolean>();
        files.put(VerbsTls.CERT_FILE, tls.certFile().isPresent());
        files.put(VerbsTls.KEY_FILE, tls.keyFile().isPresent());
        files.put(VerbsTls.CLIENT_CA_FILE, tls.clientCaFile().isPresent());
        var missing = new ArrayList<String>();
        files.forEach((key, isSet) -> {
            if (!isSet) {
                missing.add(key);
            }
        });
        return missing;
    }
}
