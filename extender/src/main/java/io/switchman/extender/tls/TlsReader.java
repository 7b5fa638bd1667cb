package io.switchman.extender.tls;

import io.switchman.extender.config.TlsFiles;
import io.switchman.extender.config.VerbsTls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of TLS and checks them as a listener would use them. Blocks, so no event loop calls it. */
public final class TlsReader {
    /** Far more than a chain or a bundle of authorities has. */
    private static final int MAX_BYTES = 1 << 20;

    private final TlsFiles files;
    private final TlsCheck check;

    public TlsReader(Vertx vertx, TlsFiles files, InstantSource clock) {
        this.files = files;
        this.check = new TlsCheck(vertx, files, clock);
    }

    /** Reads and checks. */
    public TlsVerdict load() {
        return check(read());
    }

    TlsBytes read() {
        Map<String, Path> paths = new LinkedHashMap<>();
        paths.put(VerbsTls.CERT_FILE, files.cert());
        paths.put(VerbsTls.KEY_FILE, files.key());
        paths.put(VerbsTls.CLIENT_CA_FILE, files.clientCa());
        List<Buffer> contents = new ArrayList<>();
        for (var entry : paths.entrySet()) {
            Path path = entry.getValue();
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    return unreadable(entry.getKey(), path, "is larger than " + MAX_BYTES + " bytes");
                }
                contents.add(Buffer.buffer(bytes));
            } catch (NoSuchFileException _) {
                return unreadable(entry.getKey(), path, "does not exist");
            } catch (AccessDeniedException _) {
                return unreadable(entry.getKey(), path, "may not be read by this user");
            } catch (IOException e) {
                return unreadable(entry.getKey(), path, "cannot be read: " + e.getMessage());
            }
        }
        return new TlsBytes(contents, "");
    }

    TlsVerdict check(TlsBytes bytes) {
        return bytes.problem().isEmpty() ? check.of(bytes) : new TlsVerdict.Broken(bytes.problem());
    }

    private static TlsBytes unreadable(String key, Path path, String problem) {
        return new TlsBytes(List.of(), TlsCheck.reason(key, path, problem));
    }
}
