package io.switchman.extender.policy;

import java.util.List;
import java.util.Set;

/** The names of our annotations. */
public final class Annotations {
    public static final String PREFIX = "switchman.io/";

    public static final String POLICY = PREFIX + "policy";
    public static final String LOCALITY = PREFIX + "locality";
    public static final String DISTINCT_PORTS = PREFIX + "distinct-ports";
    public static final String MIN_CERTAINTY = PREFIX + "min-certainty";
    public static final String JOB = PREFIX + "job";

    /** The plan of a bound pod. */
    public static final String PLAN = PREFIX + "plan";
    /** The devices that a bound pod really got. */
    public static final String ACTUAL = PREFIX + "actual";
    /** Changed to make the scheduler try a pod again. */
    public static final String KICK = PREFIX + "kick";

    /** What the authors of pods may write. */
    public static final List<String> BY_PEOPLE = List.of(POLICY, LOCALITY, DISTINCT_PORTS, MIN_CERTAINTY, JOB);

    /** What Switchman writes itself; no wish of anybody. */
    public static final Set<String> BY_SWITCHMAN = Set.of(PLAN, ACTUAL, KICK);

    private Annotations() {}
}
