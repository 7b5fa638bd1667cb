package io.switchman.extender.tls;

import io.switchman.extender.config.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority that signs real certificates, made by the JDK's own keytool. */
public final class TestAuthority {
    private static final String PASSWORD = "no-secret";
    private static final String SELF = "authority";

    private final Path store;

    /** An authority that keeps its keys in a directory. */
    public TestAuthority(Path directory, String name) {
        this.store = directory.resolve(name + ".p12");
        keytool("-genkeypair", "-alias", SELF, "-dname", "CN=" + name, "-keyalg", "EC", "-ext", "bc:c");
    }

    /** Something to show, with the key to it. */
    public final class Identity {
        private final String alias;

        private Identity(String alias) {
            this.alias = alias;
        }

        /** The certificate. */
        public X509Certificate certificate() {
            return TestAuthority.this.certificate(alias);
        }

        private TestAuthority issuer() {
            return TestAuthority.this;
        }

        /** The certificate as PEM. */
        public String cert() {
            return pem("CERTIFICATE", encoded(certificate()));
        }

        /** The private key as PEM, PKCS #8. */
        public String key() {
            try {
                return pem(
                        "PRIVATE KEY",
                        open().getKey(alias, PASSWORD.toCharArray()).getEncoded());
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        /** The two files of a server, and that of the authority whose clients it takes, in a directory. */
        public TlsFiles write(Path directory, TestAuthority clients) throws IOException {
            TlsFiles files = new TlsFiles(
                    directory.resolve("tls.crt"), directory.resolve("tls.key"), directory.resolve("ca.crt"));
            Files.writeString(files.cert(), cert());
            Files.writeString(files.key(), key());
            Files.writeString(files.clientCa(), clients.ca());
            return files;
        }
    }

    /** Signs a server on loopback. */
    public Identity server(String alias, String algorithm) {
        return issue(alias, "-keyalg", algorithm, "-ext", "san=ip:127.0.0.1,dns:localhost");
    }

    /** Signs a server that ended yesterday. */
    public Identity expired(String alias) {
        return issue(alias, "-keyalg", "EC", "-startdate", "-3d", "-validity", "2");
    }

    /** Signs a client with a common name and an alternative name. */
    public Identity client(String commonName, String dnsName) {
        return issue(commonName, "-keyalg", "EC", "-ext", "san=dns:" + dnsName);
    }

    private Identity issue(String alias, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair", "-alias", alias, "-dname", "CN=" + alias, "-signer", SELF, "-signerkeypass", PASSWORD));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
        return new Identity(alias);
    }

    /** The authority's own certificate as PEM. */
    public String ca() {
        return pem("CERTIFICATE", encoded(certificate(SELF)));
    }

    /** What a client needs that trusts this authority and shows nothing. */
    public SSLContext anonymous() {
        return context(null);
    }

    /** What a client needs that trusts this authority and shows an identity of any. */
    public SSLContext showing(Identity identity) {
        return context(identity);
    }

    private SSLContext context(@Nullable Identity shown) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(SELF, certificate(SELF));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            if (shown != null) {
                KeyStore issuer = shown.issuer().open();
                own.setKeyEntry(
                        "own",
                        issuer.getKey(shown.alias, PASSWORD.toCharArray()),
                        PASSWORD.toCharArray(),
                        issuer.getCertificateChain(shown.alias));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate certificate(String alias) {
        try {
            return (X509Certificate) open().getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private KeyStore open() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore opened = KeyStore.getInstance("PKCS12");
            opened.load(in, PASSWORD.toCharArray());
            return opened;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
