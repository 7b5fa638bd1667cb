package io.switchman.extender.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;

/** What a listener shows and trusts. Holds bytes that were checked, not paths, whose files may change until they are used. */
public final class TlsMaterial {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TlsBytes bytes;
    private final PemKeyCertOptions identity;
    private final PemTrustOptions clients;
    private final Instant expires;
    private final Instant clientCaExpires;

    /**
     * Checked material.
     *
     * @param bytes what it was made of
     * @param expires end of the listener's own certificate
     * @param clientCaExpires end of the authority of clients that ends first
     */
    TlsMaterial(TlsBytes bytes, Instant expires, Instant clientCaExpires) {
        this.bytes = bytes;
        this.identity = identity(bytes.cert(), bytes.key());
        this.clients = trust(bytes.clientCa());
        this.expires = expires;
        this.clientCaExpires = clientCaExpires;
    }

    static PemKeyCertOptions identity(Buffer cert, Buffer key) {
        return new PemKeyCertOptions().addCertValue(cert).addKeyValue(key);
    }

    static PemTrustOptions trust(Buffer certs) {
        return new PemTrustOptions().addCertValue(certs);
    }

    TlsBytes bytes() {
        return bytes;
    }

    /** TLS 1.2 and 1.3, HTTP/2 where the client speaks it, and no connection without a client's certificate. */
    public ServerSSLOptions options() {
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(identity)
                .setTrustOptions(clients)
                .setClientAuth(ClientAuth.REQUIRED)
                .setUseAlpn(true);
        options.setEnabledSecureTransportProtocols(new LinkedHashSet<>(PROTOCOLS));
        return options;
    }

    /** When the listener's own certificate ends. */
    public Instant expires() {
        return expires;
    }

    /** When the first of the authorities of clients ends. */
    public Instant clientCaExpires() {
        return clientCaExpires;
    }
}
