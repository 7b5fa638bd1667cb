package io.switchman.extender.config;

import java.nio.file.Path;

/**
 * The files of a listener that speaks TLS, all PEM.
 *
 * @param cert the listener's certificate, and after it those between it and its authority
 * @param key the private key of that certificate
 * @param clientCa the authorities whose client certificates are accepted
 */
public record TlsFiles(Path cert, Path key, Path clientCa) {}
