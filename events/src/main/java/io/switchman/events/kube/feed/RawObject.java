package io.switchman.events.kube.feed;

import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.ObjectKey;

/**
 * One object as it was read.
 *
 * @param key which object
 * @param resourceVersion of this state of it
 * @param json what was kept of it
 * @param cut whether parts that should have been kept were not, because it is too large
 */
public record RawObject(ObjectKey key, String resourceVersion, JsonObject json, boolean cut) {}
