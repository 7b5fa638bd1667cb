package io.switchman.events.plan;

import com.google.gson.JsonObject;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.JsonText;
import io.switchman.events.machine.Problems;
import io.switchman.topology.state.PodId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The value of the annotation: a JSON object with the plan as a text in it, because a text has one form in bytes and an object
 * has many.
 *
 * @param pod the UID of the pod it was signed for
 * @param key the id of the key
 * @param mac the signature
 * @param plan the text that was signed
 */
record SignedText(String pod, String key, String mac, String plan) {
    /** Escaped quotes make the text longer; the rest is the frame. */
    private static final int MAX_CHARACTERS = 2 * PlanText.MAX_CHARACTERS + 512;

    /** Says what is signed, so that a signature of one thing is never one of another. */
    private static final String DOMAIN = "switchman.io/plan/1";

    String json() {
        JsonObject json = new JsonObject();
        json.addProperty("plan", plan);
        json.addProperty("pod", pod);
        json.addProperty("key", key);
        json.addProperty("mac", mac);
        return json.toString();
    }

    /** The parts of a value, or null if it is none. */
    static @Nullable SignedText parse(String value) {
        if (value.length() > MAX_CHARACTERS || !(JsonText.parse(value) instanceof JsonObject object)) {
            return null;
        }
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(PlacedPlan.ANNOTATION, object, problems);
        String pod = fields.filled("pod");
        String key = fields.filled("key");
        String mac = fields.filled("mac");
        String plan = fields.filled("plan");
        return pod == null || key == null || mac == null || plan == null ? null : new SignedText(pod, key, mac, plan);
    }

    /** What is signed. Each part stands behind its length, so no two sequences of parts give the same bytes. */
    static byte[] signedBytes(PodId pod, String node, String plan) {
        byte[][] parts = {bytes(DOMAIN), bytes(pod.uid()), bytes(node), bytes(plan)};
        int length = 0;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            buffer.putInt(part.length).put(part);
        }
        return buffer.array();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
