package io.switchman.e2e.plane;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A piece of network between a client and a server on loopback that can fail as networks do: connections that say nothing any more
 * and never end, as behind a firewall that forgot them, and connections that break.
 */
public final class Wire implements AutoCloseable {
    private static final int BUFFER = 16_384;

    private final ServerSocket listener;
    private final URI server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    /** A wire on a port of loopback. */
    public Wire(int port, URI server) throws IOException {
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    /** Where clients call instead of the server. */
    public URI address() {
        return URI.create(server.getScheme() + "://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on nothing passes through the connections that are open now; new ones work. */
    public void forget() {
        links.forEach(link -> {
            link.deaf = true;
            link.mute = true;
        });
    }

    /** The same, but the server still hears what it is told on them: it does what it is asked to, and nobody learns of it. */
    public void loseAnswers() {
        links.forEach(link -> link.deaf = true);
    }

    /** Breaks all connections. */
    public void cut() {
        links.forEach(Link::end);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                new Link(listener.accept()).open();
            } catch (IOException _) {
                // The client is refused as the server would refuse it, or the wire is closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private final class Link {
        private final Socket client;
        private final Socket far = new Socket();

        /** Whether nothing comes to the client any more. */
        private volatile boolean deaf;

        /** Whether nothing goes to the server any more. */
        private volatile boolean mute;

        Link(Socket client) {
            this.client = client;
        }

        void open() {
            links.add(this);
            try {
                far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
                Thread.ofVirtual().name("wire-out").start(() -> pump(client, far, () -> mute));
                Thread.ofVirtual().name("wire-in").start(() -> pump(far, client, () -> deaf));
            } catch (IOException _) {
                end();
            }
        }

        private void pump(Socket from, Socket to, BooleanSupplier isSilent) {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!isSilent.getAsBoolean()) {
                        out.write(buffer, 0, read);
                        out.flush();
                    }
                }
            } catch (IOException _) {
                // The end of the connection, whoever ended it.
            }
            // What has fallen silent does not even tell that the server is gone; a client that gives up is believed.
            if (from.equals(client) || !deaf) {
                end();
            }
        }

        void end() {
            links.remove(this);
            try (client;
                    far) {
                deaf = true;
            } catch (IOException _) {
                // Nobody cares how it ended.
            }
        }
    }
}
