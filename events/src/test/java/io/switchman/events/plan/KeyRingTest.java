package io.switchman.events.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.plan.KeyRing.Reload;
import io.switchman.events.plan.Verified.Trusted;
import io.switchman.events.plan.Verified.Untrusted;
import io.switchman.events.plan.Verified.Why;
import io.switchman.topology.state.PodId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what we signed, for this pod on this node, is believed. */
class KeyRingTest {
    private static final PodId POD = new PodId("a262484c-828f-45e8-9ffb-0fffb79499e8");
    private static final PodId OTHER = new PodId("b262484c-828f-45e8-9ffb-0fffb79499e8");
    private static final String NODE = "gpu-002";

    /** Computed by another program (Python's hmac) from what the documentation says is signed. */
    private static final String MAC = "erNDq_jCVTdEWS48jPEl-i3hxQX_kXiIVDjjkQXNxeU";

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void aFile() {
        file = directory.resolve("keys");
    }

    @Test
    void trustsItsOwnPlan() throws IOException {
        KeyRing ring = ring(line("k1", 1));

        assertThat(ring.verify(signed(ring, POD), POD, NODE)).isEqualTo(new Trusted(Plans.PAIR));
        assertThat(ring.verify(null, POD, NODE)).extracting(KeyRingTest::why).isEqualTo(Why.ABSENT);
    }

    @Test
    void signsTheseBytes() throws IOException {
        assertThat(signed(ring(line("k1", 1)), POD))
                .endsWith("\"pod\":\"" + POD + "\",\"key\":\"k1\",\"mac\":\"" + MAC + "\"}");
    }

    @Test
    void noByteCanBeChanged() throws IOException {
        KeyRing ring = ring(line("k1", 1) + line("k2", 2));
        String annotation = signed(ring, POD);
        SplittableRandom random = new SplittableRandom(3);
        for (int at = 0; at < annotation.length(); at++) {
            char[] changed = annotation.toCharArray();
            for (char other : new char[] {'"', '\\', 'A', '0', ' ', (char) random.nextInt(' ', 127)}) {
                if (other != annotation.charAt(at)) {
                    changed[at] = other;
                    assertThat(ring.verify(new String(changed), POD, NODE))
                            .as("'%s' at %d", other, at)
                            .isInstanceOf(Untrusted.class);
                }
            }
            String without = annotation.substring(0, at) + annotation.substring(at + 1);
            assertThat(ring.verify(without, POD, NODE)).as("without %d", at).isInstanceOf(Untrusted.class);
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        KeyRing ring = ring(line("k1", 1));
        String annotation = signed(ring, POD);

        assertThat(why(ring.verify(annotation, OTHER, NODE))).isEqualTo(Why.OTHER_POD);
        assertThat(why(ring.verify(annotation, POD, "gpu-003"))).isEqualTo(Why.OTHER_NODE);
        assertThat(why(ring.verify(annotation.replace("\"k1\"", "\"k9\""), POD, NODE)))
                .isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(ring.verify(annotation.replace("4711", "4712"), POD, NODE)))
                .isEqualTo(Why.BAD_MAC);
        assertThat(why(ring.verify(annotation.replace(POD.uid(), OTHER.uid()), OTHER, NODE)))
                .isEqualTo(Why.BAD_MAC);
        assertThat(why(ring.verify(annotation.replace("gpu-002", "gpu-003"), POD, "gpu-003")))
                .isEqualTo(Why.BAD_MAC);
        for (String garbage : List.of("", "{}", "[]", "plan", "{\"plan\":7}", "x".repeat(1 << 20), "[".repeat(8000))) {
            assertThat(why(ring.verify(garbage, POD, NODE))).isEqualTo(Why.MALFORMED);
        }
    }

    @Test
    void aSignedTextOfALaterVersionIsNotBelieved() {
        PlanKey key = new PlanKey("k1", new byte[32]);
        String text = "{\"v\":2}";
        String mac = key.sign(SignedText.signedBytes(POD, NODE, text));
        KeyRing ring = KeyRing.at(file);
        write(file, "k1 " + Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        ring.reload();

        assertThat(why(ring.verify(new SignedText(POD.uid(), "k1", mac, text).json(), POD, NODE)))
                .isEqualTo(Why.MALFORMED);
    }

    @Test
    void partsCannotFlowIntoEachOther() {
        assertThat(SignedText.signedBytes(new PodId("ab"), "c", "d"))
                .isNotEqualTo(SignedText.signedBytes(new PodId("a"), "bc", "d"))
                .isNotEqualTo(SignedText.signedBytes(new PodId("ab"), "", "cd"));
    }

    @Test
    void keysRotate() throws IOException {
        KeyRing ring = ring(line("old", 1));
        String old = signed(ring, POD);
        write(file, line("old", 1) + line("new", 2));
        assertThat(ring.reload()).isEqualTo(new Reload.Loaded(List.of("old", "new"), true));
        assertThat(signed(ring, POD)).isEqualTo(old);
        write(file, line("new", 2) + line("old", 1));
        assertThat(ring.reload()).isEqualTo(new Reload.Loaded(List.of("new", "old"), true));
        assertThat(ring.reload()).isEqualTo(new Reload.Loaded(List.of("new", "old"), false));
        assertThat(signed(ring, POD)).contains("\"new\"");
        assertThat(ring.verify(old, POD, NODE)).isInstanceOf(Trusted.class);
        write(file, line("new", 2));
        ring.reload();
        assertThat(why(ring.verify(old, POD, NODE))).isEqualTo(Why.UNKNOWN_KEY);
        write(file, line("new", 3));
        assertThat(ring.reload()).isEqualTo(new Reload.Loaded(List.of("new"), true));
    }

    @Test
    void aMountedSecretIsReadThroughItsLink() throws IOException {
        Path one = Files.createDirectory(directory.resolve("..one"));
        Path two = Files.createDirectory(directory.resolve("..two"));
        Path link = directory.resolve("..data");
        write(one.resolve("a"), line("k1", 1));
        write(two.resolve("a"), line("k2", 2));
        write(two.resolve("b"), line("k1", 1));
        Files.createSymbolicLink(link, one.getFileName());
        Files.createSymbolicLink(directory.resolve("a"), Path.of("..data", "a"));
        KeyRing ring = KeyRing.at(directory);
        assertThat(ring.reload()).isEqualTo(new Reload.Loaded(List.of("k1"), true));

        Path next = directory.resolve("..data_tmp");
        Files.createSymbolicLink(next, two.getFileName());
        Files.move(next, link, StandardCopyOption.REPLACE_EXISTING);
        assertThat(ring.reload()).isEqualTo(new Reload.Loaded(List.of("k2", "k1"), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            k1                                                 | :2: must be 'id base64key'
            k1 a b                                             | :2: must be
            k/1 AAAA                                           | :2: must be
            k0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=    | :2: has an id that occurs before
            k1 S3CR3T!S3CR3T!S3CR3T!S3CR3T!S3CR3T!S3CR3T       | :2: the key is not base64
            k1 S3CR3TS3CR3T                                    | :2: the key has 9 bytes; at least 32
            """)
    void keepsTheKeysWhereAFileIsWrong(String second, String reason) throws IOException {
        KeyRing ring = ring(line("k1", 1));
        String annotation = signed(ring, POD);
        write(file, line("k0", 7) + second + "\n");

        assertThat(ring.reload())
                .isInstanceOfSatisfying(
                        Reload.Kept.class,
                        kept -> assertThat(kept.reason()).contains(reason).doesNotContain("S3CR3T"));
        assertThat(ring.verify(annotation, POD, NODE)).isInstanceOf(Trusted.class);
    }

    @Test
    void hasNoKeysWithoutAFile() {
        KeyRing ring = KeyRing.at(file);

        assertThat(ring.reload()).isInstanceOf(Reload.Kept.class);
        assertThat(ring.sign(POD, Plans.PAIR)).isEqualTo(new Signing.Unsigned("there is no key"));
        write(file, "# nothing\n\n");
        assertThat(ring.reload()).isEqualTo(new Reload.Kept(List.of(), file + " holds no key"));
        write(file, "#".repeat(70_000));
        assertThat(ring.reload()).isEqualTo(new Reload.Kept(List.of(), file + " is larger than 65536 bytes"));
    }

    @Test
    void showsNoKey() throws IOException {
        String secret = line("k1", 1).split(" ", -1)[1].strip();
        KeyRing ring = ring(line("k1", 1));

        assertThat(ring.toString()).contains("k1").doesNotContain(secret);
        assertThat(ring.reload().toString()).doesNotContain(secret);
        assertThat(new PlanKey("k1", Base64.getDecoder().decode(secret))).hasToString("PlanKey[k1]");
    }

    private KeyRing ring(String lines) throws IOException {
        write(file, lines);
        KeyRing ring = KeyRing.at(file);
        assertThat(ring.reload()).isInstanceOf(Reload.Loaded.class);
        return ring;
    }

    private static void write(Path to, String text) {
        try {
            Files.writeString(to, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(String id, int seed) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) seed);
        return id + " " + Base64.getEncoder().encodeToString(secret) + "\n";
    }

    private static String signed(KeyRing ring, PodId pod) {
        return ring.sign(pod, Plans.PAIR) instanceof Signing.Signed(String annotation) ? annotation : "";
    }

    private static Why why(Verified verified) {
        return verified instanceof Untrusted untrusted ? untrusted.why() : Why.ABSENT;
    }
}
