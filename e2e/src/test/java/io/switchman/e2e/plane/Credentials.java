package io.switchman.e2e.plane;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/**
 * Keys and the one user of a control plane, as files.
 *
 * @param directory where they are
 * @param token what the user, who may do everything, shows
 */
record Credentials(Path directory, String token) {
    private static final int KEY_BITS = 2_048;

    /** Makes new ones. */
    static Credentials make(Path directory) throws IOException {
        Credentials made = new Credentials(directory, UUID.randomUUID().toString());
        Files.writeString(made.tokens(), made.token + ",admin,admin,\"system:masters\"\n");
        KeyPair pair = keyPair();
        Files.writeString(
                made.signingKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(
                made.verifyingKey(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        return made;
    }

    Path tokens() {
        return directory.resolve("tokens.csv");
    }

    /** What tokens of service accounts are signed with. */
    Path signingKey() {
        return directory.resolve("service-account.key");
    }

    /** What tokens of service accounts are verified with. */
    Path verifyingKey() {
        return directory.resolve("service-account.pub");
    }

    /** Writes a kubeconfig of somebody with a token. */
    Path kubeconfig(String user, String shown, URI apiServer, Path certificate) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig-" + user), """
                apiVersion: v1
                kind: Config
                current-context: plane
                clusters:
                - {name: plane, cluster: {server: "%s", certificate-authority: "%s"}}
                users:
                - {name: user, user: {token: "%s"}}
                contexts:
                - {name: plane, context: {cluster: plane, user: user}}
                """.formatted(apiServer, certificate, shown));
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines);
    }
}
