package io.switchman.extender.tls;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What was in the files at one moment. Equal if that was the same.
 *
 * @param contents of the certificate, the key and the authorities; fewer if one could not be read
 * @param problem why one could not be read; empty if all were
 */
record TlsBytes(List<Buffer> contents, String problem) {
    TlsBytes {
        contents = List.copyOf(contents);
    }

    Buffer cert() {
        return contents.get(0);
    }

    Buffer key() {
        return contents.get(1);
    }

    Buffer clientCa() {
        return contents.get(2);
    }

    /** Without the contents: one of them is a private key, and texts end in logs. */
    @Override
    public String toString() {
        return problem.isEmpty() ? "three files" : problem;
    }
}
