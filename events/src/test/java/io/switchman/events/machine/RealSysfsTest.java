package io.switchman.events.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Device;
import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of real sysfs trees, made trees again. */
class RealSysfsTest {
    private static final int BDF = 0;
    private static final int LINK = 1;
    private static final int CLASS = 2;

    @TempDir
    Path root;

    @Test
    void aDomainOfFiveDigits() throws IOException {
        Reading.Read read = read("2pa-pcidomain32bits");

        assertThat(read.survey().devices()).singleElement().satisfies(nic -> {
            assertThat(nic.address()).hasToString("0000:00:03.0");
            assertThat(nic.location().numa().isKnown()).isFalse();
        });
    }

    @Test
    void aTwoSocketServer() throws IOException {
        Reading.Read read = read("32em64t-2n8c-nvme-mic");

        assertThat(read.survey().gpus())
                .as("the management chip's VGA is no GPU")
                .isEmpty();
        assertThat(read.survey().nics()).extracting(Device::address).contains(PciAddress.of("0000:02:00.0"));
        Device nic = Readings.device(read, "0000:02:00.3");
        assertThat(nic.location().hostBridge()).isEqualTo(new HostBridge(0, 0));
        assertThat(nic.location().rootPort()).hasToString("0000:00:01.1");
        assertThat(nic.location().numa().value()).isZero();
    }

    @Test
    void aServerThatTellsNoNumaNodes() throws IOException {
        Reading.Read read = read("40intel64-2g2n4c-pcilocality");

        assertThat(read.survey().nics())
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(nic -> !nic.location().numa().isKnown());
        assertThat(read.survey().nics()).allMatch(nic -> nic.location().rootPort() != null);
    }

    private Reading.Read read(String name) throws IOException {
        Path listing = RealData.path("sysfs/" + name + ".sysfs.tsv");
        Path bus = Files.createDirectories(root.resolve("sys/bus/pci/devices"));
        List<String> columns = List.of("class", "vendor", "device", "numa_node");
        for (String line : Files.readAllLines(listing).stream().skip(1).toList()) {
            List<String> fields = List.of(line.split("\t", -1));
            Files.createSymbolicLink(bus.resolve(fields.get(BDF)), Path.of(fields.get(LINK)));
            Path directory = bus.resolve(fields.get(LINK)).normalize();
            Files.createDirectories(directory);
            for (int i = 0; i < columns.size(); i++) {
                Files.writeString(directory.resolve(columns.get(i)), fields.get(CLASS + i) + "\n");
            }
        }
        return Readings.read(MachineReader.read(root));
    }
}
