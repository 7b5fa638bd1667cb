package io.switchman.extender.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * TLS of the verbs, as far as it is written; {@link Contradictions} sees to it that it is all or nothing.
 *
 * @param certFile the listener's certificate
 * @param keyFile its private key
 * @param clientCaFile who signs clients
 * @param clientNames names of which a client's certificate must have one; empty takes all that the authorities signed
 */
public record VerbsTls(
        Optional<Path> certFile, Optional<Path> keyFile, Optional<Path> clientCaFile, List<String> clientNames) {
    public static final String CERT_FILE = "verbs.tls.certFile";
    public static final String KEY_FILE = "verbs.tls.keyFile";
    public static final String CLIENT_CA_FILE = "verbs.tls.clientCaFile";
    public static final String CLIENT_NAMES = "verbs.tls.clientNames";

    /** Without TLS. */
    public static final VerbsTls NONE = new VerbsTls(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public VerbsTls {
        clientNames = List.copyOf(clientNames);
    }

    /** The files, if all three are named. */
    public Optional<TlsFiles> files() {
        return certFile.flatMap(
                cert -> keyFile.flatMap(key -> clientCaFile.map(clientCa -> new TlsFiles(cert, key, clientCa))));
    }
}
