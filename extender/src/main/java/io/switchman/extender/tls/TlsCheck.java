package io.switchman.extender.tls;

import io.switchman.extender.config.TlsFiles;
import io.switchman.extender.config.VerbsTls;
import io.switchman.extender.tls.TlsVerdict.Broken;
import io.switchman.extender.tls.TlsVerdict.Usable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether bytes make a listener that works. They are parsed by the code that will serve them, so that what passes here
 * does not fail there; reasons are worded here, because an exception of a parser may quote what it read.
 */
final class TlsCheck {
    private static final String NO_CERTIFICATE = "holds no X.509 certificate in PEM";
    private static final byte[] PROBE = "switchman".getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx;
    private final TlsFiles files;
    private final InstantSource clock;

    TlsCheck(Vertx vertx, TlsFiles files, InstantSource clock) {
        this.vertx = vertx;
        this.files = files;
        this.clock = clock;
    }

    static String reason(String key, Path path, String problem) {
        return key + ": " + path + " " + problem;
    }

    TlsVerdict of(TlsBytes bytes) {
        if (firstEnd(bytes.cert()) == null) {
            return broken(VerbsTls.CERT_FILE, files.cert(), NO_CERTIFICATE);
        }
        PemKeyCertOptions identity = TlsMaterial.identity(bytes.cert(), bytes.key());
        X509Certificate own = certificate(identity);
        if (own == null || !isPair(identity, own)) {
            return broken(
                    VerbsTls.KEY_FILE,
                    files.key(),
                    "does not hold the private key of the certificate in " + files.cert()
                            + " (RSA or EC, PEM without a password, PKCS #8 or PKCS #1)");
        }
        Instant expires = own.getNotAfter().toInstant();
        if (!clock.instant().isBefore(expires)) {
            return broken(VerbsTls.CERT_FILE, files.cert(), "expired at " + expires);
        }
        Instant clientCaExpires = firstEnd(bytes.clientCa());
        if (clientCaExpires == null) {
            return broken(VerbsTls.CLIENT_CA_FILE, files.clientCa(), NO_CERTIFICATE);
        }
        return new Usable(new TlsMaterial(bytes, expires, clientCaExpires));
    }

    private static Broken broken(String key, Path path, String problem) {
        return new Broken(reason(key, path, problem));
    }

    /** When the first of the certificates ends, or null if there is none, or one that cannot be parsed. */
    private @Nullable Instant firstEnd(Buffer certificates) {
        PemTrustOptions options = TlsMaterial.trust(certificates);
        try {
            KeyStore store = options.loadKeyStore(vertx);
            Instant first = null;
            for (String alias : Collections.list(store.aliases())) {
                Instant end = ((X509Certificate) store.getCertificate(alias))
                        .getNotAfter()
                        .toInstant();
                first = first == null || end.isBefore(first) ? end : first;
            }
            return first;
        } catch (Exception _) {
            return null; // whatever the parser did not like
        }
    }

    /** The certificate at the head of the chain, or null if the key cannot be parsed or is of another kind. */
    private @Nullable X509Certificate certificate(PemKeyCertOptions identity) {
        try {
            KeyStore store = identity.loadKeyStore(vertx);
            return (X509Certificate) store.getCertificate(store.aliases().nextElement());
        } catch (Exception _) {
            return null; // whatever the parser did not like
        }
    }

    /** Key stores do not ask whether a key and a certificate of one kind belong together; all handshakes would fail. */
    private boolean isPair(PemKeyCertOptions identity, X509Certificate own) {
        try {
            String type = own.getPublicKey().getAlgorithm();
            PrivateKey key = null;
            for (KeyManager manager : identity.getKeyManagerFactory(vertx).getKeyManagers()) {
                if (manager instanceof X509KeyManager keys && keys.getServerAliases(type, null) != null) {
                    key = keys.getPrivateKey(keys.getServerAliases(type, null)[0]);
                }
            }
            return key != null && verifies(own, key, type.equals("EC") ? "SHA256withECDSA" : "SHA256with" + type);
        } catch (Exception _) {
            return false; // a key of another kind than the certificate's
        }
    }

    private static boolean verifies(X509Certificate own, PrivateKey key, String algorithm)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(own.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }
}
