package io.switchman.events.kube.feed;

import org.jspecify.annotations.Nullable;

/**
 * A watch in which nothing happens until it ends.
 *
 * @param read is done when it is read, such as letting time pass
 */
record QuietWatch(Runnable read) implements ObjectSource.Watch {
    @Override
    public @Nullable WatchEvent next() {
        read.run();
        return null;
    }

    @Override
    public void close() {}
}
