package io.switchman.extender.config;

import static io.switchman.extender.config.Documents.document;
import static io.switchman.extender.config.Documents.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What TLS needs, and where it may be left out. */
class VerbsContradictionsTest {
    private static final String FILES = "certFile: /a.crt, keyFile: /a.key, clientCaFile: /ca.crt";

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.0.254", "localhost", "LocalHost", "\"::1\""})
    void loopbackNeedsNoTls(String host) {
        assertThat(problems(document("verbs: {host: " + host + "}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "\"::\"", "10.0.0.1", "127.0.0.1.example.com", "localhost.example.com", "1127.0.0.1"})
    void otherAddressesNeedTls(String host) {
        String plain = host.replace("\"", "");

        assertThat(problems(document("verbs: {host: " + host + "}")))
                .containsExactly("verbs.host: " + plain
                        + " can be reached from other hosts, and without TLS whoever reaches it can have pods bound; set"
                        + " verbs.tls.certFile, verbs.tls.keyFile, verbs.tls.clientCaFile, or listen on 127.0.0.1, or"
                        + " accept it with verbs.plaintext: anywhere");
        assertThat(problems(document("verbs: {host: " + host + ", tls: {" + FILES + "}}")))
                .isEmpty();
        assertThat(problems(document("verbs: {host: " + host + ", plaintext: anywhere}")))
                .isEmpty();
    }

    @Test
    void allFilesOrNone() {
        String remedy = "is not set; TLS needs all of verbs.tls.certFile, verbs.tls.keyFile, verbs.tls.clientCaFile,"
                + " or none of them";

        assertThat(problems(document("verbs: {tls: {" + FILES + "}}"))).isEmpty();
        assertThat(problems(document("verbs: {tls: {certFile: /a.crt, keyFile: /a.key}}")))
                .containsExactly("verbs.tls.clientCaFile: " + remedy);
        assertThat(problems(document("verbs: {host: 0.0.0.0, tls: {clientCaFile: /ca.crt}}")))
                .containsExactly("verbs.tls.certFile: " + remedy, "verbs.tls.keyFile: " + remedy);
    }

    @Test
    void namesOfCallersNeedTls() {
        assertThat(problems(document("verbs: {tls: {clientNames: [a]}}")))
                .containsExactly("verbs.tls.clientNames: names callers, but without TLS nobody is asked for a name; set"
                        + " verbs.tls.certFile, verbs.tls.keyFile, verbs.tls.clientCaFile");
        assertThat(problems(document("verbs: {tls: {" + FILES + ", clientNames: [a]}}")))
                .isEmpty();
    }

    @Test
    void unknownKeysOfANestedSectionAreNamedInFull() {
        assertThat(problems(document("verbs: {tls: {certfile: /a}}")))
                .containsExactly("verbs.tls.certfile: is not a known key. Maybe verbs.tls.certFile");
        assertThat(problems(document("verbs: {tls: 5}")))
                .containsExactly("verbs.tls: 5 is not allowed; allowed are keys with values");
    }
}
