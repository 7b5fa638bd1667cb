package io.switchman.events.kube.feed;

import java.util.List;

/**
 * A part of a list.
 *
 * @param resourceVersion of the whole list
 * @param next what asks for the next part, or empty
 * @param objects in this part
 * @param unreadable objects that were skipped because their name, UID or version is missing
 */
public record ObjectPage(String resourceVersion, String next, List<RawObject> objects, int unreadable) {
    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
