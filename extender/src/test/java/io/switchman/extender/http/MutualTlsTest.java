package io.switchman.extender.http;

import static io.switchman.extender.app.Bodies.offer;
import static io.switchman.extender.app.Bodies.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchman.extender.app.Cluster;
import io.switchman.extender.config.TlsFiles;
import io.switchman.extender.tls.TestAuthority;
import io.switchman.extender.tls.TlsMaterial;
import io.switchman.extender.tls.TlsMeter;
import io.switchman.extender.tls.TlsReader;
import io.switchman.extender.tls.TlsVerdict;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verbs over TLS: who gets in, over which protocols, and what happens when certificates are renewed. */
class MutualTlsTest {
    private static final String BODY = offer(pod("p", "gpu", "1"), "n1", "n2");
    private static final String BEST = "[{\"Host\":\"n1\",\"Score\":10}]";

    private static TestAuthority ours;
    private static TestAuthority theirs;
    private static TestAuthority.Identity first;
    private static TestAuthority.Identity renewed;
    private static SSLContext scheduler;
    private static SSLContext stranger;

    private final Vertx vertx = Vertx.vertx();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @TempDir
    private Path directory;

    private TlsFiles files;
    private TlsReader reader;
    private TlsMaterial material;

    @BeforeAll
    static void sign(@TempDir Path keys) {
        ours = new TestAuthority(keys, "ours");
        theirs = new TestAuthority(keys, "theirs");
        first = ours.server("first", "RSA");
        renewed = ours.server("renewed", "EC");
        scheduler = ours.showing(ours.client("system:kube-scheduler", "scheduler.example.com"));
        stranger = ours.showing(theirs.client("stranger", "stranger.example.com"));
    }

    @BeforeEach
    void write() throws IOException {
        files = first.write(directory, ours);
        reader = new TlsReader(vertx, files, InstantSource.system());
        material = ((TlsVerdict.Usable) reader.load()).material();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @EnumSource
    void callsWithTheRightCertificateAreAnswered(Version version) throws Exception {
        try (Extender extender = extender(Admission.EVERYBODY);
                HttpClient client = client(scheduler, version)) {
            HttpResponse<String> answer = post(extender, client, BODY);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(BEST);
            assertThat(answer.version()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsWithAnotherCertificateOrNoneAreNot(Version version) throws Exception {
        try (Extender extender = extender(Admission.EVERYBODY)) {
            for (SSLContext wrong : List.of(ours.anonymous(), stranger)) {
                assertRefused(extender, wrong, version);
            }
            assertThat(extender.calls()).isZero();
        }
    }

    @Test
    void callsWithoutTlsAreNot() throws Exception {
        try (Extender extender = extender(Admission.EVERYBODY)) {
            assertThatThrownBy(() -> extender.post("prioritize", BODY)).isInstanceOf(IOException.class);
            assertThat(extender.calls()).isZero();
        }
    }

    @Test
    void oldProtocolsAreNotSpoken() {
        assertThat(material.options().getEnabledSecureTransportProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }

    @ParameterizedTest
    @EnumSource
    void namesOfCallers(Version version) throws Exception {
        for (String name : List.of("system:kube-scheduler", "scheduler.example.com")) {
            try (Extender extender = extender(ClientNames.of(List.of("somebody", name)));
                    HttpClient client = client(scheduler, version)) {
                assertThat(post(extender, client, BODY).body()).isEqualTo(BEST);
            }
        }
        try (Extender extender = extender(ClientNames.of(List.of("somebody", "example.com")));
                HttpClient client = client(scheduler, version)) {
            HttpResponse<String> answer = post(extender, client, BODY);

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body())
                    .isEqualTo("{\"Error\":\"the names in your certificate, [system:kube-scheduler,"
                            + " scheduler.example.com], are not among verbs.tls.clientNames\"}");
        }
    }

    /** A scheduler that went on using its connection to a former leader would be refused for ever. */
    @ParameterizedTest
    @EnumSource
    void whoeverAsksAFormerLeaderConnectsAnew(Version version) throws Exception {
        AtomicBoolean leads = new AtomicBoolean(true);
        try (Extender extender = extender(counting().and(new Leadership(leads::get)));
                HttpClient client = client(scheduler, version)) {
            assertThat(post(extender, client, BODY).statusCode()).isEqualTo(200);
            leads.set(false);
            HttpResponse<String> answer = post(extender, client, BODY);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("not the leader");
            leads.set(true);

            HttpResponse<String> next = post(extender, client, BODY);
            assertThat(next.statusCode()).isEqualTo(200);
            assertThat(connections).hasSize(2);
        }
    }

    /** A body that is refused costs an HTTP/2 connection nothing, because other calls are on it. */
    @Test
    void aRefusedCallLeavesTheOthersOnItsConnection() throws Exception {
        try (Extender extender = extender(counting());
                HttpClient client = client(scheduler, Version.HTTP_2)) {
            assertThat(post(extender, client, BODY).body()).isEqualTo(BEST);
            HttpRequest unknown = HttpRequest.newBuilder(uri(extender, "nothing"))
                    .POST(HttpRequest.BodyPublishers.ofString(" ".repeat(3 << 20)))
                    .timeout(Duration.ofSeconds(20))
                    .build();

            assertThat(client.send(unknown, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(post(extender, client, BODY).body()).isEqualTo(BEST);
            assertThat(connections).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void renewalInPlace(Version version) throws Exception {
        try (Extender extender = following();
                HttpClient open = client(scheduler, version)) {
            assertThat(serverOf(post(extender, open, BODY))).isEqualTo(first.certificate());

            renewed.write(directory, ours);
            eventually(() -> taken.get() >= 1);

            try (HttpClient fresh = client(scheduler, version)) {
                HttpResponse<String> answer = post(extender, fresh, BODY);
                assertThat(serverOf(answer)).isEqualTo(renewed.certificate());
                assertThat(answer.version()).isEqualTo(version);
            }
            assertThat(serverOf(post(extender, open, BODY)))
                    .as("the open connection goes on")
                    .isEqualTo(first.certificate());
            assertRefused(extender, ours.anonymous(), version);
            assertRefused(extender, stranger, version);
        }
    }

    /** As the kubelet renews a mounted Secret: files are links through a link to a directory, which is exchanged. */
    @Test
    void renewalByExchangingADirectory() throws Exception {
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        TlsFiles links = first.write(Files.createDirectory(mounted.resolve("..1")), ours);
        Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..1"));
        for (Path file : List.of(links.cert(), links.key(), links.clientCa())) {
            Files.createSymbolicLink(
                    mounted.resolve(file.getFileName()), Path.of("..data").resolve(file.getFileName()));
        }
        files = new TlsFiles(mounted.resolve("tls.crt"), mounted.resolve("tls.key"), mounted.resolve("ca.crt"));
        reader = new TlsReader(vertx, files, InstantSource.system());
        material = ((TlsVerdict.Usable) reader.load()).material();
        try (Extender extender = following()) {
            renewed.write(Files.createDirectory(mounted.resolve("..2")), ours);
            Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of("..2"));
            Files.move(mounted.resolve("..data_tmp"), mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            eventually(() -> taken.get() == 1);

            try (HttpClient fresh = client(scheduler, Version.HTTP_2)) {
                assertThat(serverOf(post(extender, fresh, BODY))).isEqualTo(renewed.certificate());
            }
        }
    }

    @Test
    void exchangeOfTheAuthorityOfClients() throws Exception {
        try (Extender extender = following()) {
            assertRefused(extender, stranger, Version.HTTP_2);

            Files.writeString(files.clientCa(), theirs.ca());
            eventually(() -> taken.get() == 1);

            try (HttpClient admitted = client(stranger, Version.HTTP_2)) {
                assertThat(post(extender, admitted, BODY).body()).isEqualTo(BEST);
            }
            assertRefused(extender, scheduler, Version.HTTP_2);
        }
    }

    @Test
    void brokenRenewalKeepsWhatWasThere() throws Exception {
        try (Extender extender = following()) {
            replace(files.cert(), renewed.cert());
            eventually(() -> failed.get() == 1);
            try (HttpClient fresh = client(scheduler, Version.HTTP_2)) {
                assertThat(serverOf(post(extender, fresh, BODY))).isEqualTo(first.certificate());
            }
            replace(files.key(), "half a k");
            eventually(() -> failed.get() == 2);
            try (HttpClient fresh = client(scheduler, Version.HTTP_2)) {
                assertThat(serverOf(post(extender, fresh, BODY))).isEqualTo(first.certificate());
            }
            assertThat(taken).hasValue(0);

            replace(files.key(), renewed.key());
            eventually(() -> taken.get() == 1);
            try (HttpClient fresh = client(scheduler, Version.HTTP_2)) {
                assertThat(serverOf(post(extender, fresh, BODY))).isEqualTo(renewed.certificate());
            }
            assertThat(failed).as("each broken content counts once").hasValue(2);
        }
    }

    private Admission counting() {
        return request -> {
            connections.add(request.connection());
            return null;
        };
    }

    /** At once: a file that is written in place may be seen empty. */
    private void replace(Path file, String content) throws IOException {
        Path written = Files.writeString(directory.resolve("written"), content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Extender extender(Admission admission) {
        return new Extender(Cluster.of(Cluster.HGX, Cluster.HGX), material, admission);
    }

    private Extender following() {
        Extender extender = extender(Admission.EVERYBODY);
        extender.follow(reader, material, new TlsMeter() {
            @Override
            public void serving(TlsMaterial served) {}

            @Override
            public void reload(boolean good) {
                (good ? taken : failed).incrementAndGet();
            }
        });
        return extender;
    }

    private static void assertRefused(Extender extender, SSLContext wrong, Version version) {
        try (HttpClient client = client(wrong, version)) {
            assertThatThrownBy(() -> post(extender, client, BODY)).isInstanceOf(IOException.class);
        }
    }

    private static HttpClient client(SSLContext context, Version version) {
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    private static URI uri(Extender extender, String verb) {
        return URI.create("https://127.0.0.1:" + extender.port() + "/scheduler/" + verb);
    }

    private static HttpResponse<String> post(Extender extender, HttpClient client, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(extender, "prioritize"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Certificate serverOf(HttpResponse<String> answer) throws Exception {
        return answer.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void eventually(Condition condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
