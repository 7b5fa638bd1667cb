package io.switchman.extender.request;

import io.switchman.extender.config.ResourceNames;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.VfSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells which rail VFs are on: as declared for their port, else by the number in their name. */
public final class RailNumbers {
    /** Rails beyond are not told apart from what is unknown: as many as a machine may have ports. */
    private static final int RAILS = Long.SIZE;

    private final List<Pattern> numbered;

    public RailNumbers(ResourceNames names) {
        this.numbered = names.vfs().stream()
                .map(ResourceNames::pattern)
                .filter(pattern -> pattern.namedGroups().containsKey(ResourceNames.RAIL))
                .toList();
    }

    /**
     * The rails that VFs are on.
     *
     * @param vfs VFs from each of the machine's sources
     * @return as bits by number; 0 if there are no VFs, or one of them is on a rail that is not known
     */
    public long of(Machine machine, int[] vfs) {
        long rails = 0;
        for (int source = 0; source < vfs.length; source++) {
            if (vfs[source] > 0) {
                int rail = number(machine, machine.sources().get(source));
                if (rail < 0 || rail >= RAILS) {
                    return 0;
                }
                rails |= 1L << rail;
            }
        }
        return rails;
    }

    private int number(Machine machine, VfSource source) {
        Port port = machine.ports().get(source.port());
        if (port.rail() != null) {
            return port.rail().index();
        }
        for (Pattern pattern : numbered) {
            Matcher matcher = pattern.matcher(source.pool().resource().value());
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(ResourceNames.RAIL));
            }
        }
        return -1;
    }
}
