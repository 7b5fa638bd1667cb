package io.switchman.events.plan;

import io.switchman.events.plan.Verified.Trusted;
import io.switchman.events.plan.Verified.Untrusted;
import io.switchman.events.plan.Verified.Why;
import io.switchman.topology.state.PodId;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs plans and knows its own again. The first key signs, every key verifies; so a new key is first added at the end
 * everywhere, then moved to the front, and the old one is taken away when no pod carries it any more. Safe for several threads.
 */
public final class KeyRing {
    private final Path path;
    private volatile List<PlanKey> keys = List.of();

    private KeyRing(Path path) {
        this.path = path;
    }

    /** A ring without keys until {@link #reload} found some. It signs nothing and trusts nobody. */
    public static KeyRing at(Path path) {
        return new KeyRing(path);
    }

    /** What came of reading the keys anew. */
    public sealed interface Reload {
        /** These are the keys now, by their ids, the one that signs first. */
        record Loaded(List<String> ids, boolean changed) implements Reload {}

        /** Something is wrong with the file, and the keys are those from before. */
        record Kept(List<String> ids, String reason) implements Reload {}
    }

    /**
     * Reads the keys anew: from a file, or from the files of a directory such as a mounted Secret, in the order of their names.
     * Each line is {@code id base64key}, of at least 32 bytes. To be called now and then; it is cheap.
     */
    public synchronized Reload reload() {
        return switch (KeyFiles.read(path)) {
            case KeyFiles.Result.Wrong(String reason) -> new Reload.Kept(ids(), reason);
            case KeyFiles.Result.Found(List<PlanKey> found) -> {
                boolean changed = !areSame(keys, found);
                keys = List.copyOf(found);
                yield new Reload.Loaded(ids(), changed);
            }
        };
    }

    /** The ids of the keys, the one that signs first. */
    public List<String> ids() {
        return keys.stream().map(PlanKey::id).toList();
    }

    /** The value of the annotation for a pod that is about to be bound to the plan's node. */
    public Signing sign(PodId pod, PlacedPlan plan) {
        List<PlanKey> now = keys;
        if (now.isEmpty()) {
            return new Signing.Unsigned("there is no key");
        }
        String text = PlanText.write(plan);
        if (text == null) {
            return new Signing.Unsigned("the plan is longer than " + PlanText.MAX_CHARACTERS + " characters");
        }
        PlanKey key = now.getFirst();
        String mac = key.sign(SignedText.signedBytes(pod, plan.node(), text));
        return new Signing.Signed(new SignedText(pod.uid(), key.id(), mac, text).json());
    }

    /**
     * What is to be thought of an annotation's value.
     *
     * @param annotation the value, or null if the pod has none
     * @param pod the pod that carries it
     * @param node the node it is bound to
     */
    public Verified verify(@Nullable String annotation, PodId pod, String node) {
        if (annotation == null) {
            return new Untrusted(Why.ABSENT, "the pod has no plan");
        }
        SignedText signed = SignedText.parse(annotation);
        if (signed == null) {
            return new Untrusted(Why.MALFORMED, "the annotation is not a signed plan");
        }
        PlanKey key = keyOf(signed.key());
        if (key == null) {
            return new Untrusted(Why.UNKNOWN_KEY, "the plan is signed with a key that is not known");
        }
        PlanReading reading = PlanText.read(signed.plan());
        String planned = reading instanceof PlanReading.Read(PlacedPlan plan) ? plan.node() : node;
        if (!isGenuine(signed, key, new PodId(signed.pod()), planned)) {
            return new Untrusted(Why.BAD_MAC, "the plan is not what was signed");
        }
        if (!signed.pod().equals(pod.uid())) {
            return new Untrusted(Why.OTHER_POD, "the plan is that of another pod");
        }
        if (!planned.equals(node)) {
            return new Untrusted(Why.OTHER_NODE, "the plan is for node " + planned);
        }
        return switch (reading) {
            case PlanReading.Read(PlacedPlan plan) -> new Trusted(plan);
            case PlanReading.Unreadable(String reason) -> new Untrusted(Why.MALFORMED, reason);
        };
    }

    /** Compares the whole text in constant time; a signature has one text only, so none can be changed and stay good. */
    private static boolean isGenuine(SignedText signed, PlanKey key, PodId pod, String node) {
        String expected = key.sign(SignedText.signedBytes(pod, node, signed.plan()));
        return MessageDigest.isEqual(SignedText.bytes(expected), SignedText.bytes(signed.mac()));
    }

    private @Nullable PlanKey keyOf(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst().orElse(null);
    }

    private static boolean areSame(List<PlanKey> before, List<PlanKey> after) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).hasSameSecretAs(after.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "KeyRing[" + path + ", " + ids() + "]";
    }
}
