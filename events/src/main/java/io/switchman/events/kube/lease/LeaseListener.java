package io.switchman.events.kube.lease;

/** Hears of a duty. Called on the duty's own thread, one call after the other; it must return soon. */
public interface LeaseListener {
    /** The duty is ours. */
    void gained();

    /** It is not any more. {@link LeaseDuty#isHeld} said so first. */
    void lost();
}
