package io.switchman.extender.config;

import io.switchman.extender.config.VerbsConfig.Plaintext;
import io.switchman.extender.config.VerbsConfig.ReadyWhen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The options of the verbs' listener but for its address, which is set like that of the other listener. */
final class VerbsOptions {
    static final String TLS_SECTION = "verbs.tls";

    private static final Option<Plaintext> PLAINTEXT = new Option<>(
            "verbs",
            "plaintext",
            OneOf.lowerCase(List.of(Plaintext.LOOPBACK, Plaintext.ANYWHERE)),
            c -> c.verbs().plaintext(),
            "Where calls without TLS are taken: on loopback only, or on any address, where whoever reaches the port can"
                    + " have pods bound.");
    private static final Option<ReadyWhen> READY_WHEN = new Option<>(
            "verbs",
            "readyWhen",
            OneOf.lowerCase(List.of(ReadyWhen.SYNCED, ReadyWhen.LEADER)),
            c -> c.verbs().readyWhen(),
            "When a replica is ready and answers: once it knows the cluster, or then only while it is the leader.");

    private static final Option<Optional<Path>> CERT_FILE =
            file("certFile", VerbsTls::certFile, "Certificate of the verbs and its chain, PEM; read again on change.");
    private static final Option<Optional<Path>> KEY_FILE = file(
            "keyFile",
            VerbsTls::keyFile,
            "Private key of that certificate, PEM without a password (PKCS #8 or PKCS #1); read again on change.");
    private static final Option<Optional<Path>> CLIENT_CA_FILE = file(
            "clientCaFile",
            VerbsTls::clientCaFile,
            "Authorities of the certificates that callers must show, PEM; read again on change.");
    private static final Option<List<String>> CLIENT_NAMES = new Option<>(
            TLS_SECTION,
            "clientNames",
            new Names(Text.CLIENT_NAME, 0),
            c -> c.verbs().tls().clientNames(),
            "Common names and alternative names of which a caller's certificate must have one; none named, every"
                    + " certificate of these authorities will do.");

    /** What stands under {@code verbs}, besides the address. */
    static final List<Option<?>> TRANSPORT = List.of(PLAINTEXT, READY_WHEN);

    /** What stands under {@code verbs.tls}. */
    static final List<Option<?>> TLS = List.of(CERT_FILE, KEY_FILE, CLIENT_CA_FILE, CLIENT_NAMES);

    private VerbsOptions() {}

    static VerbsConfig read(Values values, Listener listener) {
        return new VerbsConfig(
                listener,
                values.get(PLAINTEXT),
                values.get(READY_WHEN),
                new VerbsTls(
                        values.get(CERT_FILE),
                        values.get(KEY_FILE),
                        values.get(CLIENT_CA_FILE),
                        values.get(CLIENT_NAMES)));
    }

    private static Option<Optional<Path>> file(String name, Function<VerbsTls, Optional<Path>> value, String doc) {
        return new Option<>(
                TLS_SECTION, name, new FileForm(), c -> value.apply(c.verbs().tls()), doc);
    }
}
