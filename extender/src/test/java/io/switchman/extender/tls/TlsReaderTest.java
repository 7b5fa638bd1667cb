package io.switchman.extender.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.TlsFiles;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What files are refused, and with which words. */
@ExtendWith(VertxExtension.class)
class TlsReaderTest {
    private static TestAuthority authority;
    private static TestAuthority.Identity rsa;
    private static TestAuthority.Identity ec;

    @TempDir
    private Path directory;

    private TlsFiles files;

    @BeforeAll
    static void sign(@TempDir Path keys) {
        authority = new TestAuthority(keys, "authority");
        rsa = authority.server("rsa", "RSA");
        ec = authority.server("ec", "EC");
    }

    @BeforeEach
    void write() throws IOException {
        files = rsa.write(directory, authority);
    }

    @Test
    void goodFilesAreUsable(Vertx vertx) throws IOException {
        assertUsable(vertx, rsa);
        ec.write(directory, authority);
        assertUsable(vertx, ec);
    }

    @Test
    void missingFilesAreNamedWithTheirKeys(Vertx vertx) throws IOException {
        Files.delete(files.clientCa());
        assertThat(reason(vertx)).isEqualTo("verbs.tls.clientCaFile: " + files.clientCa() + " does not exist");
        Files.delete(files.key());
        assertThat(reason(vertx)).isEqualTo("verbs.tls.keyFile: " + files.key() + " does not exist");
        Files.delete(files.cert());
        assertThat(reason(vertx)).isEqualTo("verbs.tls.certFile: " + files.cert() + " does not exist");
        Files.createDirectory(files.cert());
        assertThat(reason(vertx)).startsWith("verbs.tls.certFile: " + files.cert() + " cannot be read: ");
    }

    @Test
    void filesWithoutWhatTheyShouldHold(Vertx vertx) throws IOException {
        for (String content : new String[] {"", "hello", rsa.key(), rsa.cert().replaceFirst("M", "!")}) {
            Files.writeString(files.clientCa(), content);
            assertThat(reason(vertx))
                    .isEqualTo("verbs.tls.clientCaFile: " + files.clientCa() + " holds no X.509 certificate in PEM");
        }
        for (String content : new String[] {"", "hello", rsa.cert(), rsa.key().replaceFirst("M", "!")}) {
            Files.writeString(files.key(), content);
            assertThat(reason(vertx)).isEqualTo(wrongKey());
        }
        Files.writeString(files.cert(), rsa.cert().substring(0, 300));
        assertThat(reason(vertx))
                .isEqualTo("verbs.tls.certFile: " + files.cert() + " holds no X.509 certificate in PEM");
        Files.writeString(files.cert(), " ".repeat((1 << 20) + 1));
        assertThat(reason(vertx)).isEqualTo("verbs.tls.certFile: " + files.cert() + " is larger than 1048576 bytes");
    }

    @Test
    void keyOfAnotherCertificate(Vertx vertx) throws IOException {
        Files.writeString(files.key(), ec.key());
        assertThat(reason(vertx)).isEqualTo(wrongKey());
        Files.writeString(files.cert(), authority.ca());
        assertThat(reason(vertx)).as("of the same kind").isEqualTo(wrongKey());
    }

    @Test
    void expiredCertificate(Vertx vertx) throws IOException {
        TestAuthority.Identity old = authority.expired("old");
        old.write(directory, authority);

        assertThat(reason(vertx))
                .isEqualTo("verbs.tls.certFile: " + files.cert() + " expired at "
                        + old.certificate().getNotAfter().toInstant());
    }

    @Test
    void nothingPrintsTheKey(Vertx vertx) {
        TlsBytes bytes = new TlsReader(vertx, files, InstantSource.system()).read();

        assertThat(bytes.toString()).isEqualTo("three files");
        assertThat(load(vertx).toString()).doesNotContain("BEGIN");
    }

    private String wrongKey() {
        return "verbs.tls.keyFile: " + files.key() + " does not hold the private key of the certificate in "
                + files.cert() + " (RSA or EC, PEM without a password, PKCS #8 or PKCS #1)";
    }

    private void assertUsable(Vertx vertx, TestAuthority.Identity identity) {
        assertThat(load(vertx))
                .isInstanceOfSatisfying(
                        TlsVerdict.Usable.class,
                        usable -> assertThat(usable.material().expires())
                                .isEqualTo(identity.certificate().getNotAfter().toInstant()));
    }

    private String reason(Vertx vertx) {
        return load(vertx) instanceof TlsVerdict.Broken(String reason) ? reason : "usable";
    }

    private TlsVerdict load(Vertx vertx) {
        return new TlsReader(vertx, files, InstantSource.system()).load();
    }
}
