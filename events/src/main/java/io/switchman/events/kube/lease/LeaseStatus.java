package io.switchman.events.kube.lease;

/**
 * How it stands with a duty.
 *
 * @param holder who had it when it was last read, or empty
 * @param transitions how often it changed hands by then
 * @param failures attempts that got no good answer, since the beginning
 * @param problem what was wrong with the last attempt, or empty
 */
public record LeaseStatus(String holder, int transitions, long failures, String problem) {
    static final LeaseStatus NONE = new LeaseStatus("", 0, 0, "");

    LeaseStatus seen(LeaseRecord record) {
        return new LeaseStatus(record.holder(), record.transitions(), failures, "");
    }

    LeaseStatus failed(String why) {
        return new LeaseStatus(holder, transitions, failures + 1, why);
    }
}
