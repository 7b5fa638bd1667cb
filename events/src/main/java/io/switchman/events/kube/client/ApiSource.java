package io.switchman.events.kube.client;

import com.google.gson.stream.MalformedJsonException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.switchman.events.kube.feed.ApiPath;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.ObjectPage;
import io.switchman.events.kube.feed.ObjectSource;
import io.switchman.events.kube.feed.SourceException;
import io.switchman.events.kube.feed.SourceException.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind from an API server. Requests are made by the official client, which knows addresses, certificates
 * and tokens; answers are read here as a stream, because the client would hold a whole list in memory.
 */
public final class ApiSource implements ObjectSource {
    private final Kind<?> kind;
    private final ApiClient client;
    private final OkHttpClient lists;
    private final OkHttpClient watches;
    private final int maxCharacters;
    private int path;
    private volatile @Nullable Call call;

    /**
     * A source that has not asked anything.
     *
     * @param maxCharacters most that is kept of one object
     */
    ApiSource(Kind<?> kind, ApiClient client, OkHttpClient lists, OkHttpClient watches, int maxCharacters) {
        this.kind = kind;
        this.client = client;
        this.lists = lists;
        this.watches = watches;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public ObjectPage list(int limit, String next) throws SourceException, InterruptedException {
        List<Pair> query = new ArrayList<>();
        if (limit > 0) {
            query.add(new Pair("limit", Integer.toString(limit)));
        }
        if (!next.isEmpty()) {
            query.add(new Pair("continue", next));
            return list(kind.paths().get(path), query);
        }
        for (int tried = 1; ; tried++) {
            try {
                return list(kind.paths().get(path), query);
            } catch (SourceException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
                path = (path + 1) % kind.paths().size();
                if (tried == kind.paths().size()) {
                    throw e;
                }
            }
        }
    }

    private ObjectPage list(ApiPath from, List<Pair> query) throws SourceException, InterruptedException {
        try (Response response = send(lists, from, query);
                Reader body = body(response)) {
            return PageReader.read(body, new ObjectReader(kind.projection(), maxCharacters));
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw failure(e);
        }
    }

    @Override
    public Watch watch(String resourceVersion, long seconds) throws SourceException, InterruptedException {
        List<Pair> query = List.of(
                new Pair("watch", "true"),
                new Pair("allowWatchBookmarks", "true"),
                new Pair("resourceVersion", resourceVersion),
                new Pair("timeoutSeconds", Long.toString(seconds)));
        try {
            Response response = send(watches, kind.paths().get(path), query);
            return new ApiWatch(response, new EventReader(body(response), kind.projection(), maxCharacters));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void cancel() {
        Call current = call;
        if (current != null) {
            current.cancel();
        }
    }

    private Response send(OkHttpClient http, ApiPath to, List<Pair> query) throws IOException, SourceException {
        Request request;
        try {
            request = AuthorizedRequest.of(client, "GET", to.path(), query);
        } catch (ApiException e) {
            throw new SourceException(Reason.REFUSED, "no request could be made: " + e.getMessage());
        }
        Call made = http.newCall(request);
        call = made;
        Response response = made.execute();
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            throw Answers.failure(response, to.path());
        }
    }

    private static Reader body(Response response) {
        return new InputStreamReader(response.body().byteStream(), StandardCharsets.UTF_8);
    }

    /** A stream that breaks off may go on where it stopped; one that is no JSON cannot be trusted at all. */
    static SourceException failure(Exception e) throws InterruptedException {
        if (e instanceof InterruptedIOException && Thread.interrupted()) {
            throw new InterruptedException();
        }
        boolean garbled = e instanceof MalformedJsonException || !(e instanceof IOException);
        return new SourceException(garbled ? Reason.GARBLED : Reason.UNAVAILABLE, String.valueOf(e));
    }
}
