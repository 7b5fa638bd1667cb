package io.switchman.extender.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.TlsFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** When a change counts, look by look. */
@ExtendWith(VertxExtension.class)
class CertificateWatchTest implements TlsMeter {
    private static TestAuthority authority;
    private static TestAuthority.Identity first;
    private static TestAuthority.Identity second;

    private final List<String> events = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void sign(@TempDir Path keys) {
        authority = new TestAuthority(keys, "authority");
        first = authority.server("first", "EC");
        second = authority.server("second", "EC");
    }

    @Override
    public void serving(TlsMaterial material) {
        events.add("until " + material.expires());
    }

    @Override
    public void reload(boolean taken) {
        events.add(taken ? "taken" : "failed");
    }

    @Test
    void whatDoesNotChangeIsNotServedAnew(Vertx vertx) throws Exception {
        CertificateWatch watch = watch(vertx, first.write(directory, authority), true);

        look(watch, 3);
        Files.writeString(directory.resolve("tls.crt"), first.cert());
        look(watch, 3);

        assertThat(events).isEmpty();
    }

    @Test
    void filesWrittenOneAfterTheOtherAreNotTakenApart(Vertx vertx) throws Exception {
        TlsFiles files = first.write(directory, authority);
        CertificateWatch watch = watch(vertx, files, true);

        Files.writeString(files.cert(), second.cert());
        look(watch, 1);
        Files.writeString(files.key(), second.key());
        look(watch, 1);
        assertThat(events).isEmpty();
        look(watch, 5);

        assertThat(events).containsExactly("served", "until " + end(second), "taken");
    }

    @Test
    void whatStaysBrokenFailsOnce(Vertx vertx) throws Exception {
        TlsFiles files = first.write(directory, authority);
        CertificateWatch watch = watch(vertx, files, true);

        Files.delete(files.key());
        look(watch, 5);
        assertThat(events).containsExactly("failed");
        Files.writeString(files.key(), first.key());
        look(watch, 5);

        assertThat(events).containsExactly("failed", "served", "until " + end(first), "taken");
    }

    @Test
    void whatTheListenerRefusesFails(Vertx vertx) throws Exception {
        CertificateWatch watch = watch(vertx, first.write(directory, authority), false);

        second.write(directory, authority);
        look(watch, 5);

        assertThat(events).containsExactly("served", "failed");
    }

    private CertificateWatch watch(Vertx vertx, TlsFiles files, boolean accepting) {
        TlsReader reader = new TlsReader(vertx, files, InstantSource.system());
        TlsMaterial served = ((TlsVerdict.Usable) reader.load()).material();
        return new CertificateWatch(
                vertx,
                reader,
                served,
                _ -> {
                    events.add("served");
                    return accepting ? Future.succeededFuture() : Future.failedFuture(new IOException("closed"));
                },
                this);
    }

    private static void look(CertificateWatch watch, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            watch.look()
                    .otherwiseEmpty()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static Instant end(TestAuthority.Identity identity) {
        return identity.certificate().getNotAfter().toInstant();
    }
}
