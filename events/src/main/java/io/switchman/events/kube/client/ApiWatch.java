package io.switchman.events.kube.client;

import io.switchman.events.kube.feed.ObjectSource;
import io.switchman.events.kube.feed.SourceException;
import io.switchman.events.kube.feed.WatchEvent;
import java.io.IOException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A watch over one answer of an API server that has not ended. */
final class ApiWatch implements ObjectSource.Watch {
    private final Response response;
    private final EventReader events;

    ApiWatch(Response response, EventReader events) {
        this.response = response;
        this.events = events;
    }

    @Override
    public @Nullable WatchEvent next() throws SourceException, InterruptedException {
        try {
            return events.next();
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw ApiSource.failure(e);
        }
    }

    @Override
    public void close() {
        response.close();
    }
}
