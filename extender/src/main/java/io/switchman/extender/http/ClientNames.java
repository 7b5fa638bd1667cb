package io.switchman.extender.http;

import io.switchman.extender.config.ConfigProblem;
import io.switchman.extender.config.VerbsTls;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes callers by the names in their certificates. The TLS handshake has shown that the certificates are theirs. */
public final class ClientNames implements Admission {
    private static final Logger LOG = LoggerFactory.getLogger(ClientNames.class);

    private final Set<String> allowed;

    private ClientNames(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** Takes callers that have one of the names; if there are none, takes everybody. */
    public static Admission of(List<String> names) {
        return names.isEmpty() ? EVERYBODY : new ClientNames(Set.copyOf(names));
    }

    @Override
    public @Nullable Denial deny(HttpServerRequest request) {
        List<String> names = names(request);
        if (!Collections.disjoint(allowed, names)) {
            return null;
        }
        List<String> shown = names.stream().map(ConfigProblem::show).toList();
        // kube-scheduler shows nobody the text of an answer that is not 200, so it is said here as well.
        LOG.warn(
                "a caller from {} is turned away: its certificate has the names {}, {} has none of them",
                request.remoteAddress(),
                shown,
                VerbsTls.CLIENT_NAMES);
        return new Denial(403, "the names in your certificate, " + shown + ", are not among " + VerbsTls.CLIENT_NAMES);
    }

    private static List<String> names(HttpServerRequest request) {
        try {
            Certificate own = request.connection().peerCertificates().getFirst();
            return own instanceof X509Certificate certificate ? names(certificate) : List.of();
        } catch (SSLPeerUnverifiedException | CertificateParsingException | InvalidNameException e) {
            LOG.debug("a certificate whose names cannot be read", e);
            return List.of();
        }
    }

    /** Common names of the subject, then alternative names that are texts: e-mail, DNS, URI, and IP address. */
    private static List<String> names(X509Certificate certificate)
            throws CertificateParsingException, InvalidNameException {
        List<String> names = new ArrayList<>();
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                names.add(name);
            }
        }
        @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (alternative.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
