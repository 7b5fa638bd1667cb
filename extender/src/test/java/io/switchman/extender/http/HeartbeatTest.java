package io.switchman.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HeartbeatTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void lagGrowsWhileTheLoopIsStuck(Vertx vertx) throws Exception {
        Context loop = vertx.getOrCreateContext();
        Heartbeat heartbeat = new Heartbeat(loop, now::get);
        CountDownLatch stuck = new CountDownLatch(1);
        loop.runOnContext(_ -> awaitQuietly(stuck));
        heartbeat.beat();

        now.addAndGet(7);
        heartbeat.beat();
        now.addAndGet(5);

        assertThat(heartbeat.lagNanos()).isEqualTo(12);
        stuck.countDown();
        CountDownLatch turned = new CountDownLatch(1);
        loop.runOnContext(_ -> turned.countDown());
        assertThat(turned.await(5, TimeUnit.SECONDS)).isTrue();
        now.addAndGet(100);
        assertThat(heartbeat.lagNanos()).isEqualTo(12);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
