package io.switchman.events.plan;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One key for signatures. Nothing of it but its id is ever shown; so it is no record. */
final class PlanKey {
    /** As long as what HMAC-SHA256 gives (RFC 2104 §3 advises no less). */
    static final int MIN_BYTES = 32;

    private static final int MAX_BYTES = 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String ALGORITHM = "HmacSHA256";

    private final String id;
    private final SecretKeySpec secret;

    PlanKey(String id, byte[] secret) {
        if (!isId(id) || !isLength(secret.length)) {
            throw new IllegalArgumentException("not a key's id, or a key of " + secret.length + " bytes");
        }
        this.id = id;
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static boolean isLength(int bytes) {
        return bytes >= MIN_BYTES && bytes <= MAX_BYTES;
    }

    String id() {
        return id;
    }

    boolean hasSameSecretAs(PlanKey other) {
        return id.equals(other.id) && secret.equals(other.secret);
    }

    /** The signature of some bytes, as text: base64url without padding. */
    String sign(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            // Every Java platform has HmacSHA256, and takes any key for it.
            throw new IllegalStateException("no " + ALGORITHM + ": " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "PlanKey[" + id + "]";
    }
}
