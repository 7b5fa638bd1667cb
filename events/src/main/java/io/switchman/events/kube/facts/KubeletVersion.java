package io.switchman.events.kube.facts;

import io.switchman.topology.kubelet.KubeletRelease;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a kubelet.
 *
 * @param text as the kubelet gives it, such as {@code v1.36.2-gke.100}
 * @param minor the second number; the first is 1
 */
public record KubeletVersion(String text, int minor) {
    private static final int MASKS_CHANGED = 36;
    private static final Pattern FORM = Pattern.compile("v?1\\.([0-9]{1,3})([.+-].{0,120})?");

    /** The version of a text, or null if it is none. */
    public static @Nullable KubeletVersion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? new KubeletVersion(text, Integer.parseInt(matcher.group(1))) : null;
    }

    /** Which of the kubelet's rules hold. */
    public KubeletRelease release() {
        return minor < MASKS_CHANGED ? KubeletRelease.BEFORE_1_36 : KubeletRelease.FROM_1_36;
    }
}
