package io.switchman.events.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.ApiClient;
import io.switchman.events.kube.client.ApiServer;
import io.switchman.events.kube.client.ApiTimeouts;
import io.switchman.events.kube.client.FakeApiServer;
import io.switchman.events.kube.client.Fault;
import io.switchman.events.kube.feed.FeedClock;
import io.switchman.events.kube.lease.LeaseStore.Answer;
import io.switchman.events.kube.lease.LeaseStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A Lease on an API server is written as client-go writes it, and nothing else in it is touched. */
class ApiLeaseStoreTest {
    private static final String COLLECTION = "/apis/coordination.k8s.io/v1/namespaces/ns/leases";
    private static final String PATH = COLLECTION + "/duty";
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Instant NOW = Instant.parse("2026-11-25T17:00:00.1234567Z");
    private static final LeaseRecord FIRST = LeaseRecord.first("a", 15, NOW);

    private final FakeApiServer server = new FakeApiServer();
    private final ApiLeaseStore store = store();

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void makesAndKeepsALease() {
        assertThat(store.read(WITHIN)).isEqualTo(new Answer.Absent());
        Stored made = is(store.create(FIRST, WITHIN));
        assertThat(server.writes.getLast())
                .isEqualTo("POST " + COLLECTION + " {\"metadata\":{\"namespace\":\"ns\",\"name\":\"duty\"},"
                        + "\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"spec\":{"
                        + "\"holderIdentity\":\"a\",\"leaseDurationSeconds\":15,"
                        + "\"acquireTime\":\"2026-11-25T17:00:00.123456Z\",\"renewTime\":\"2026-11-25T17:00:00.123456Z\","
                        + "\"leaseTransitions\":0}}");
        assertThat(store.create(FIRST, WITHIN)).isEqualTo(new Answer.Conflict());

        Stored renewed = is(store.replace(made, FIRST.renewed(15, NOW.plusSeconds(2)), WITHIN));
        assertThat(renewed.record())
                .isEqualTo(new LeaseRecord("a", 15, "2026-11-25T17:00:00.123456Z", "2026-11-25T17:00:02.123456Z", 0));
        assertThat(store.replace(made, FIRST, WITHIN)).as("too late").isEqualTo(new Answer.Conflict());
        assertThat(is(store.read(WITHIN))).isEqualTo(renewed);
        assertThat(is(store.replace(renewed, renewed.record().taken("b", 15, NOW), WITHIN))
                        .record())
                .isEqualTo(new LeaseRecord("b", 15, "2026-11-25T17:00:00.123456Z", "2026-11-25T17:00:00.123456Z", 1));
    }

    @Test
    void takesALeaseThatSaysNothing() {
        for (String spec : new String[] {"", ",\"spec\":{}", ",\"spec\":null", ",\"spec\":{\"holderIdentity\":7}"}) {
            server.objects.put(PATH, json("{\"metadata\":{\"name\":\"duty\"}" + spec + "}"));
            Stored found = is(store.read(WITHIN));

            assertThat(found.record().holder()).isEmpty();
            assertThat(is(store.replace(found, FIRST, WITHIN)).record()).isEqualTo(FIRST);
        }
    }

    @Test
    void leavesAloneWhatIsNotItsOwn() {
        server.objects.put(
                PATH,
                json("{\"metadata\":{\"name\":\"duty\",\"labels\":{\"a\":\"b\"}},\"spec\":{\"strategy\":\"Oldest\"}}"));
        is(store.replace(is(store.read(WITHIN)), FIRST, WITHIN));

        JsonObject lease = server.objects.get(PATH);
        assertThat(lease.getAsJsonObject("metadata").get("labels")).hasToString("{\"a\":\"b\"}");
        assertThat(lease.getAsJsonObject("spec").get("strategy")).hasToString("\"Oldest\"");
        assertThat(lease.getAsJsonObject("spec").get("holderIdentity")).hasToString("\"a\"");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"FORBIDDEN", "BUSY", "SERVER_ERROR", "DROP", "GARBAGE", "CUT_AFTER", "ERROR_AFTER", "HALF_OPEN"})
    void whatIsNotAnsweredIsNotDone(Fault fault) {
        Stored made = is(store.create(FIRST, WITHIN));
        server.objectFaults.add(fault);
        Duration within = fault == Fault.HALF_OPEN ? Duration.ofMillis(200) : WITHIN;

        assertThat(store.replace(made, FIRST, within)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void namesAreNames() {
        ApiClient client = new ApiClient();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ApiLeaseStore(new ApiServer(client, ApiTimeouts.DEFAULT, 1).exchange(), "ns", "../pods"));
    }

    @Test
    void aDutyGoesFromHandToHand() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        LeaseDuty a = duty("a", first);
        a.start();
        first.join();
        try (LeaseDuty b = duty("b", second)) {
            b.start();
            a.close();
            assertThat(a.isHeld()).isFalse();
            second.join();
            assertThat(b.status().holder()).isEqualTo("b");
            assertThat(b.status().transitions()).isEqualTo(1);
        }
        assertThat(server.objects.get(PATH).getAsJsonObject("spec").get("holderIdentity"))
                .hasToString("\"\"");
    }

    private LeaseDuty duty(String identity, CompletableFuture<String> gained) {
        LeaseSettings settings =
                new LeaseSettings(identity, Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofMillis(900));
        return new LeaseDuty(
                store,
                settings,
                FeedClock.SYSTEM,
                InstantSource.system(),
                new SplittableRandom(1),
                new LeaseListener() {
                    @Override
                    public void gained() {
                        gained.complete(identity);
                    }

                    @Override
                    public void lost() {}
                });
    }

    private ApiLeaseStore store() {
        ApiClient client = new ApiClient();
        client.setBasePath(server.address());
        return new ApiLeaseStore(new ApiServer(client, ApiTimeouts.DEFAULT, 1 << 20).exchange(), "ns", "duty");
    }

    private static Stored is(Answer answer) {
        if (answer instanceof Answer.Is(Stored lease)) {
            return lease;
        }
        throw new AssertionError(answer);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
