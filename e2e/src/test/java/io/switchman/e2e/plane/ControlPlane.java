package io.switchman.e2e.plane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** etcd, kube-apiserver and as many kube-schedulers as a test starts, on free ports of loopback. */
public final class ControlPlane implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration NAMESPACE_WITHIN = Duration.ofSeconds(30);

    private final Ports ports = new Ports();
    private final Path directory;
    private final Programs programs;
    private final Credentials credentials;
    private final URI address;
    private final Path certificate;
    private final LocalProcess etcd;
    private final LocalProcess apiServer;
    private final List<LocalProcess> clients = new ArrayList<>();
    private @Nullable KubeClient client;

    private ControlPlane(Path directory, Programs programs, List<String> flags) throws IOException {
        this.directory = directory;
        this.programs = programs;
        this.credentials = Credentials.make(directory);
        this.certificate = directory.resolve("apiserver").resolve("apiserver.crt");
        URI etcdAddress = URI.create("http://" + LOOPBACK + ":" + ports.next());
        int apiServerPort = ports.next();
        this.address = URI.create("https://" + LOOPBACK + ":" + apiServerPort);
        this.etcd = process("etcd", etcdCommand(etcdAddress), new Health(etcdAddress.resolve("/health"), null, null));
        this.apiServer = process(
                "kube-apiserver",
                apiServerCommand(etcdAddress, apiServerPort, flags),
                new Health(address.resolve("/readyz"), certificate, credentials.token()));
    }

    /**
     * Starts etcd and kube-apiserver over a directory, which is emptied first. Logs, data and keys are in it.
     *
     * @param flags further ones of kube-apiserver
     * @return a control plane that answers; if it does not come to that, nothing of it is left running
     */
    public static ControlPlane start(Path directory, String... flags) {
        Path absolute = directory.toAbsolutePath();
        Programs programs = Programs.built();
        try {
            empty(absolute);
            ControlPlane plane = new ControlPlane(absolute, programs, List.of(flags));
            try {
                plane.open();
                return plane;
            } catch (RuntimeException | Error e) {
                plane.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() throws IOException {
        etcd.start();
        apiServer.start();
        KubeClient made = KubeClient.to(address, certificate, credentials.token());
        client = made;
        // The API server makes it by itself, a moment after it is ready.
        Await.until(
                "namespace default",
                NAMESPACE_WITHIN,
                () -> made.core().readNamespace("default").execute(),
                apiServer::logEnd);
    }

    /**
     * Starts a kube-scheduler that may do everything. Its kubeconfig is set here.
     *
     * @param name of its directory and log
     * @param flags further ones
     */
    public LocalProcess startScheduler(String name, SchedulerConfig config, String... flags) {
        try {
            Path kubeconfig = credentials.kubeconfig("admin", credentials.token(), address, certificate);
            return startScheduler(name, config, kubeconfig, flags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a kube-scheduler in the name of whoever a kubeconfig is of. Flags given here override those of the kit. */
    public LocalProcess startScheduler(String name, SchedulerConfig config, Path kubeconfig, String... flags) {
        try {
            Path own = Files.createDirectories(directory.resolve(name));
            Path file = own.resolve("config.yaml");
            config.kubeconfig(kubeconfig).write(file);
            int port = ports.next();
            List<String> command = new ArrayList<>(List.of(
                    programs.scheduler(),
                    "--config=" + file,
                    "--bind-address=" + LOOPBACK,
                    "--secure-port=" + port,
                    "--cert-dir=" + own,
                    "--authentication-skip-lookup=true",
                    "--authorization-always-allow-paths=/metrics,/healthz,/readyz,/livez",
                    "--v=3"));
            command.addAll(Arrays.asList(flags));
            URI page = URI.create("https://" + LOOPBACK + ":" + port + "/readyz");
            LocalProcess scheduler = process(name, command, new Health(page, own.resolve("kube-scheduler.crt"), null));
            clients.add(scheduler);
            scheduler.start();
            return scheduler;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Another program on the plane, which is not started yet. It must end itself with its standard input, and is killed before
     * those it depends on.
     *
     * @param page says 200 once it is ready
     */
    public LocalProcess program(String name, List<String> command, URI page) {
        LocalProcess program = process(name, command, new Health(page, null, null));
        clients.add(program);
        return program;
    }

    /** A port that nobody listens on, not given before. */
    public int freePort() {
        return ports.next();
    }

    /** Where the API server is. */
    public URI address() {
        return address;
    }

    /** Where logs, data and keys are. */
    public Path directory() {
        return directory;
    }

    public LocalProcess etcd() {
        return etcd;
    }

    public LocalProcess apiServer() {
        return apiServer;
    }

    /** A client that may do everything. */
    public KubeClient client() {
        if (client == null) {
            throw new IllegalStateException("the control plane is not open");
        }
        return client;
    }

    /** Bare calls by one who may do everything. */
    public Caller admin() {
        return new Caller(address, certificate, credentials.token());
    }

    /** Bare calls by a service account, with a token that the API server made for it. */
    public Caller account(String namespace, String name) {
        return new Caller(address, certificate, tokenOf(namespace, name));
    }

    /** A kubeconfig of a service account. */
    public Path kubeconfigOf(String namespace, String name) {
        return kubeconfigOf(namespace, name, address);
    }

    /** A kubeconfig of a service account that calls the API server at another address of loopback. */
    public Path kubeconfigOf(String namespace, String name, URI through) {
        try {
            return credentials.kubeconfig(name, tokenOf(namespace, name), through, certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tokenOf(String namespace, String name) {
        Caller.Answer answer = admin().send(
                        "POST",
                        "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + name + "/token",
                        Caller.JSON,
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}");
        if (answer.at("status", "token") instanceof String token) {
            return token;
        }
        throw new AssertionError("no token for " + namespace + "/" + name + ": " + answer);
    }

    /** Kills everything, those that depend on others first: an API server without etcd takes minutes to give up. */
    @Override
    public void close() {
        clients.forEach(LocalProcess::kill);
        apiServer.kill();
        etcd.kill();
    }

    private LocalProcess process(String name, List<String> command, Health health) {
        return new LocalProcess(name, command, directory.resolve(name + ".log"), health);
    }

    private List<String> etcdCommand(URI client) {
        URI peer = URI.create("http://" + LOOPBACK + ":" + ports.next());
        return List.of(
                programs.etcd(),
                "--name=plane",
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=plane=" + peer,
                // What a killed process has written is still in the page cache; only a crash of the machine would lose
                // it.
                "--unsafe-no-fsync");
    }

    private List<String> apiServerCommand(URI etcdAddress, int port, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                programs.apiServer(),
                "--etcd-servers=" + etcdAddress,
                "--bind-address=" + LOOPBACK,
                "--secure-port=" + port,
                "--cert-dir=" + certificate.getParent(),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + credentials.verifyingKey(),
                "--service-account-signing-key-file=" + credentials.signingKey(),
                // The user of this JVM is of system:masters, whom it lets pass; accounts have what a test grants them.
                "--authorization-mode=RBAC",
                "--token-auth-file=" + credentials.tokens(),
                // Nobody here makes service accounts for namespaces, or takes the taint off a new node.
                "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition"));
        command.addAll(flags);
        return command;
    }

    private static void empty(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                if (!done.equals(directory)) {
                    Files.delete(done);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
