package io.switchman.events.kube.lease;

import com.google.gson.JsonObject;
import io.switchman.events.kube.feed.FeedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A process that wants a duty: with a clock of its own, pauses, and a bad connection to the one Lease. */
final class Contender implements FeedClock, LeaseStore {
    /** The one Lease. */
    static final class Shelf {
        @Nullable
        Stored lease;

        private long version;

        Answer put(LeaseRecord record) {
            Stored stored = new Stored(Long.toString(++version), record, new JsonObject());
            lease = stored;
            return new Answer.Is(stored);
        }
    }

    final LeaseDuty duty;
    final StringBuilder told = new StringBuilder();
    boolean isCalm;
    boolean isFrozen;
    long gainedAt;

    private final SimulatedTime time;
    private final SimulatedTime.Seat seat;
    private final Shelf shelf;
    private final SplittableRandom random;
    private final long clockBegin;

    /** What the store answered when nobody listened any more. */
    private Answer unheard = new Answer.Absent();

    Contender(String identity, SimulatedTime time, Shelf shelf, SplittableRandom random) {
        this.time = time;
        this.seat = time.new Seat();
        this.shelf = shelf;
        this.random = random;
        this.clockBegin = random.nextLong();
        // Clocks on the wall are wrong by up to days, and must not matter.
        Instant wall = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1_000_000));
        LeaseListener listener = new LeaseListener() {
            @Override
            public void gained() {
                told.append('+');
                gainedAt = time.now();
            }

            @Override
            public void lost() {
                told.append(duty().isHeld() ? "!" : "-");
            }
        };
        this.duty = new LeaseDuty(
                this, LeaseSettings.of(identity), this, () -> wall.plusNanos(time.now()), random, listener);
    }

    private LeaseDuty duty() {
        return duty;
    }

    void begin() {
        time.begin(seat, duty::run);
    }

    @Override
    public long nanoTime() {
        return clockBegin + time.now();
    }

    @Override
    public void sleep(long nanos) {
        pass(nanos);
    }

    @Override
    public Answer read(Duration within) {
        return call(within, () -> {
            Stored lease = shelf.lease;
            return lease == null ? new Answer.Absent() : new Answer.Is(lease);
        });
    }

    @Override
    public Answer create(LeaseRecord record, Duration within) {
        return call(within, () -> shelf.lease == null ? shelf.put(record) : new Answer.Conflict());
    }

    @Override
    public Answer replace(Stored old, LeaseRecord record, Duration within) {
        return call(within, () -> {
            Stored lease = shelf.lease;
            boolean same = lease != null && lease.version().equals(old.version());
            return same ? shelf.put(record) : new Answer.Conflict();
        });
    }

    private Answer call(Duration within, Supplier<Answer> effect) {
        switch (isCalm ? 9 : random.nextInt(10)) {
            case 0 -> pass(within.toNanos());
            case 1 -> {
                pass(random.nextLong(within.toNanos()));
                unheard = effect.get();
                pass(unheard instanceof Answer.Is ? within.toNanos() : 1);
            }
            case 2 -> {
                time.at(random.nextLong(TimeUnit.SECONDS.toNanos(40)), () -> unheard = effect.get());
                pass(within.toNanos());
            }
            default -> {
                pass(random.nextLong(TimeUnit.MILLISECONDS.toNanos(50)));
                Answer answer = effect.get();
                pass(random.nextLong(TimeUnit.MILLISECONDS.toNanos(50)));
                return answer;
            }
        }
        return new Answer.Failed("no answer");
    }

    /** Takes its time, and now and then much more, as a process does that is stopped or swapped out. */
    private void pass(long nanos) {
        long more = isCalm || random.nextInt(40) > 0 ? 0 : random.nextLong(TimeUnit.SECONDS.toNanos(30));
        seat.sleep(isFrozen ? Long.MAX_VALUE / 4 : nanos + more);
    }
}
