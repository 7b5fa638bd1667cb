package io.switchman.events.machine;

/**
 * One thing that is wrong with an input.
 *
 * @param where file and line, or a path below the root that was read, or file, line and field of a YAML document
 * @param what what is wrong there, with the value and what is allowed
 */
public record Problem(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
