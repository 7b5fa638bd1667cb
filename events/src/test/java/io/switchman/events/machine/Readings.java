package io.switchman.events.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Device;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Survey;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the tests of all readers ask of a reading. */
final class Readings {
    private Readings() {}

    static Reading.Read read(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return (Reading.Read) reading;
    }

    static List<Problem> problems(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Unreadable.class);
        return ((Reading.Unreadable) reading).problems();
    }

    static List<String> refusals(Reading reading) {
        return problems(reading).stream().map(Problem::toString).toList();
    }

    static Reading xml(String text) {
        return NcclXmlReader.read("some.xml", text.getBytes(StandardCharsets.UTF_8), Naming.PER_PORT);
    }

    static Reading yaml(String text) {
        return MachineTypeReader.read("some.yaml", text.getBytes(StandardCharsets.UTF_8), Naming.PER_PORT);
    }

    static Device device(Reading.Read read, String address) {
        return Objects.requireNonNull(read.survey().find(PciAddress.of(address)), address);
    }

    static Locality level(Reading.Read read, String one, String other) {
        return device(read, one).location().to(device(read, other).location());
    }

    /** How many pairs of a GPU and a NIC function that take part are at each level. */
    static Map<Locality, Integer> levels(Survey survey) {
        Map<Locality, Integer> count = new EnumMap<>(Locality.class);
        for (Device gpu : survey.gpus()) {
            for (Device nic : survey.nics()) {
                if (gpu.takesPart() && nic.takesPart()) {
                    count.merge(gpu.location().to(nic.location()), 1, Integer::sum);
                }
            }
        }
        return count;
    }
}
