package io.switchman.events.kube.lease;

import io.switchman.events.kube.feed.FeedClock;
import io.switchman.events.kube.lease.LeaseStore.Answer;
import io.switchman.events.kube.lease.LeaseStore.Stored;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A duty that one of several processes has at a time, and takes up again after it lost it. The rules are those of client-go's
 * {@code leaderelection.go}, with one more: whoever asks {@link #isHeld} gets "no" once the last renewal is too old, even
 * while this thread hangs.
 *
 * <p>Why there are never two: a holder counts from before it sent the renewal and stops after {@code renewWithin}; the others
 * count from after they saw the renewal and wait for {@code lease}, which is longer. Only lengths of time are compared, each
 * by one machine's monotonic clock.
 */
public final class LeaseDuty implements AutoCloseable {
    private static final double MOST_JITTER = 1.2;

    private final LeaseStore store;
    private final LeaseSettings settings;
    private final FeedClock clock;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final LeaseListener listener;
    private final LeaseView view;

    private volatile boolean holding;
    private volatile long heldUntil;
    private volatile boolean closing;
    private volatile LeaseStatus status = LeaseStatus.NONE;
    private @Nullable Thread thread;

    /**
     * A duty that has not been asked for.
     *
     * @param clock monotonic time, also for waiting; all decisions rest on it
     * @param wall what is written into the Lease for people
     * @param random for jitter; used by the duty's thread alone
     */
    public LeaseDuty(
            LeaseStore store,
            LeaseSettings settings,
            FeedClock clock,
            InstantSource wall,
            RandomGenerator random,
            LeaseListener listener) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.wall = wall;
        this.random = random;
        this.listener = listener;
        this.view = new LeaseView(clock);
    }

    /**
     * Begins to ask for it.
     *
     * @throws IllegalStateException if it has begun already
     */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("the duty has begun already");
        }
        thread = Thread.ofVirtual().name("lease-" + settings.identity()).start(this::run);
    }

    /** Whether the duty is ours at this moment. To be asked before each act that one alone may do. */
    public boolean isHeld() {
        return holding && !closing && clock.nanoTime() - heldUntil < 0;
    }

    public LeaseStatus status() {
        return status;
    }

    /** Gives the duty up, at once for whoever asks here, and as soon as the server heard of it for the others. */
    @Override
    public synchronized void close() {
        stop();
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(settings.retry().multipliedBy(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets {@link #run} end at its next step. */
    void stop() {
        closing = true;
    }

    /** Until it is closed. In tests it is called on a thread of the test's own. */
    void run() {
        try {
            while (!closing) {
                step();
                clock.sleep(pause());
            }
        } catch (InterruptedException e) {
            // It is closed; the release needs the thread without the mark.
        }
        boolean interrupted = Thread.interrupted();
        release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() {
        try {
            tellIfOver();
            attempt();
            tellIfOver();
        } catch (RuntimeException e) {
            status = status.failed("a bug: " + e);
        }
    }

    private void attempt() {
        Stored ours = holding ? view.lastOf(settings.identity()) : null;
        if (ours != null && renew(ours, false) instanceof Answer.Is) {
            return;
        }
        switch (store.read(within())) {
            case Answer.Absent _ -> {
                LeaseRecord first =
                        LeaseRecord.first(settings.identity(), settings.lease().toSeconds(), wall.instant());
                long sent = clock.nanoTime();
                taken(store.create(first, within()), sent);
            }
            case Answer.Is(Stored lease) -> {
                view.saw(lease);
                status = status.seen(lease.record());
                String holder = lease.record().holder();
                boolean isOurs = holder.equals(settings.identity());
                if (!isOurs) {
                    // Only by hand can it have come to this while we hold it.
                    giveUp();
                }
                if (isOurs || holder.isEmpty() || view.isOver(settings.lease())) {
                    renew(lease, !isOurs);
                }
            }
            case Answer.Conflict _ -> status = status.failed("a conflict where nothing was written");
            case Answer.Failed(String why) -> status = status.failed(why);
        }
    }

    private Answer renew(Stored lease, boolean anew) {
        long seconds = settings.lease().toSeconds();
        LeaseRecord record = anew
                ? lease.record().taken(settings.identity(), seconds, wall.instant())
                : lease.record().renewed(seconds, wall.instant());
        long sent = clock.nanoTime();
        Answer answer = store.replace(lease, record, within());
        taken(answer, sent);
        return answer;
    }

    /** What was sent counts from before it was sent, for the others may have seen it at once. */
    private void taken(Answer answer, long sentNanos) {
        switch (answer) {
            case Answer.Is(Stored lease) -> {
                view.saw(lease);
                status = status.seen(lease.record());
                tellIfOver();
                heldUntil = sentNanos + settings.renewWithin().toNanos();
                if (!holding && clock.nanoTime() - heldUntil < 0) {
                    holding = true;
                    listener.gained();
                }
            }
            case Answer.Absent _ -> status = status.failed("the Lease is gone");
            case Answer.Conflict _ -> status = status.failed("another was faster");
            case Answer.Failed(String why) -> status = status.failed(why);
        }
    }

    private void tellIfOver() {
        if (holding && clock.nanoTime() - heldUntil >= 0) {
            giveUp();
        }
    }

    private void giveUp() {
        if (holding) {
            holding = false;
            listener.lost();
        }
    }

    /** A request may take half of the time to renew, so that there is a second chance, and no longer than we hold. */
    private Duration within() {
        Duration half = settings.renewWithin().dividedBy(2);
        Duration left = Duration.ofNanos(heldUntil - clock.nanoTime());
        return holding && left.isPositive() && left.compareTo(half) < 0 ? left : half;
    }

    /** Those who wait do not come all at once; a holder tells of the end of its time when it comes. */
    private long pause() {
        long retry = settings.retry().toNanos();
        return holding
                ? Math.clamp(heldUntil - clock.nanoTime(), 0, retry)
                : retry + (long) (retry * MOST_JITTER * random.nextDouble());
    }

    /** So that the next one need not wait. If it fails, the others wait for the Lease to be over. */
    private void release() {
        giveUp();
        Duration within = settings.retry();
        if (store.read(within) instanceof Answer.Is(Stored lease)
                && lease.record().holder().equals(settings.identity())) {
            Answer answer = store.replace(lease, lease.record().released(wall.instant()), within);
            status = answer instanceof Answer.Is(Stored free)
                    ? status.seen(free.record())
                    : status.failed("not released");
        }
    }
}
