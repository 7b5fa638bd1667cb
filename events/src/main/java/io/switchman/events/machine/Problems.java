package io.switchman.events.machine;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one input, collected so that a person can mend all of it at once. */
public final class Problems {
    /** Nobody reads more, and a hostile input must not make us keep more. */
    public static final int MAX = 100;

    private final List<Problem> found = new ArrayList<>();
    private boolean more;

    /** Adds one, unless there are {@link #MAX} already. */
    public void add(String where, String what) {
        if (found.size() < MAX) {
            found.add(new Problem(where, what));
        } else {
            more = true;
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What was added, in order, with a last one that says so where more was wrong than is kept. */
    public List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        if (more) {
            all.add(new Problem(found.getLast().where(), "and more problems after this one"));
        }
        return List.copyOf(all);
    }

    Reading.Unreadable refuse() {
        return new Reading.Unreadable(all());
    }

    static Reading.Unreadable refuse(String where, String what) {
        return new Reading.Unreadable(List.of(new Problem(where, what)));
    }
}
