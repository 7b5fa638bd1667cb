package io.switchman.events.machine;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Survey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of reading a machine's description: bad input is a value here, never an exception. */
public sealed interface Reading {
    /**
     * A description that could be read.
     *
     * @param survey its GPUs and NICs in their places, excluded ones too, with notes for a person
     * @param machine what pods are placed on, or null where it has more devices than can be searched (a note says so)
     * @param type which nodes it describes, or null where the source is one machine and not a type
     * @param ports what the source tells of each port, in PCI order, excluded functions left out
     * @param spelling addresses as the source writes them, where it writes them otherwise than the kernel
     */
    record Read(
            Survey survey,
            @Nullable Machine machine,
            @Nullable MachineType type,
            List<PortFacts> ports,
            Map<PciAddress, String> spelling)
            implements Reading {
        public Read {
            ports = List.copyOf(ports);
            spelling = Map.copyOf(spelling);
        }

        /** An address as the source writes it. */
        public String spell(PciAddress address) {
            return spelling.getOrDefault(address, address.toString());
        }
    }

    /**
     * A description that is refused.
     *
     * @param problems why, at least one
     */
    record Unreadable(List<Problem> problems) implements Reading {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }
}
