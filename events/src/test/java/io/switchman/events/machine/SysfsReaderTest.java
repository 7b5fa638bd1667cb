package io.switchman.events.machine;

import static io.switchman.events.machine.Readings.device;
import static io.switchman.events.machine.Readings.level;
import static io.switchman.events.machine.Readings.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SysfsReaderTest {
    private static final String SWITCH = "pci0000:15/0000:15:01.0/0000:16:00.0";
    private static final String GPU = SWITCH + "/0000:17:01.0/0000:1b:00.0";
    private static final String NIC = SWITCH + "/0000:17:00.0/0000:18:00.0";

    @TempDir
    Path root;

    private SysfsTree tree;

    @BeforeEach
    void begin() {
        tree = new SysfsTree(root);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChainIsReadFromLinksOrFromDirectories(boolean links) throws IOException {
        SysfsTree own = new SysfsTree(Files.createDirectory(root.resolve("own")), links);
        pair(own);

        Reading.Read read = read(own.root);

        assertThat(device(read, "0000:1b:00.0").location().switches()).containsExactly(PciAddress.of("0000:16:00.0"));
        assertThat(device(read, "0000:1b:00.0").location().hostBridge()).isEqualTo(new HostBridge(0, 0x15));
        assertThat(level(read, "0000:1b:00.0", "0000:18:00.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void theSysDirectoryItselfIsARootToo() {
        pair(tree);

        assertThat(read(root.resolve("sys")).survey().devices()).hasSize(2);
    }

    @Test
    void slashesAtTheEndLongDomainsAndPortServicesAreRead() throws IOException {
        tree.gpu("pci10000:00/10000:00:01.0/10000:01:00.0", 0).bridge("pci10000:00/10000:00:01.0");
        Path bus = root.resolve("sys/bus/pci/devices");
        Files.delete(bus.resolve("10000:01:00.0"));
        Files.createSymbolicLink(
                bus.resolve("10000:01:00.0"), Path.of("../../../devices/pci10000:00/10000:00:01.0/10000:01:00.0/"));
        Files.createDirectories(root.resolve("sys/devices/pci10000:00/10000:00:01.0/10000:00:01.0:pcie001"));
        Files.createSymbolicLink(bus.resolve("10000:00:01.0:pcie001"), Path.of("../../../devices/nowhere"));

        Reading.Read read = read(root);

        assertThat(read.survey().devices()).singleElement().satisfies(gpu -> {
            assertThat(gpu.address()).hasToString("10000:01:00.0");
            assertThat(gpu.location().rootPort()).hasToString("10000:00:01.0");
        });
    }

    @Test
    void aLinkThatLeadsNowhereStillTellsThePlace() throws IOException {
        pair(tree);
        Files.createSymbolicLink(
                root.resolve("sys/bus/pci/devices/0000:19:00.0"),
                Path.of("../../../devices/" + SWITCH + "/0000:17:02.0/0000:19:00.0"));

        Reading.Read read = read(root);

        assertThat(read.survey().devices()).hasSize(2);
        assertThat(read.survey().notes()).singleElement().asString().contains("0000:19:00.0: its kind is not told");
    }

    @Test
    void aHierarchyInsideAnotherBeginsAnew() {
        tree.function("pci0000:e0/0000:e0:05.5", "0x010400", "0x8086", "0x28c0", 0);
        tree.gpu("pci0000:e0/0000:e0:05.5/pci10000:e0/10000:e0:02.0/10000:e1:00.0", 0);

        assertThat(device(read(root), "10000:e1:00.0").location().rootPort()).hasToString("10000:e0:02.0");
    }

    @Test
    void vfsBelongToTheirPhysicalFunction() {
        pair(tree);
        String vf = SWITCH + "/0000:17:00.0/0000:18:00.%d";
        for (int i = 1; i <= 2; i++) {
            tree.function(vf.formatted(i), "0x020700", "0x15b3", "0x101e", 0);
            tree.link(vf.formatted(i), "physfn", "../0000:18:00.0");
            tree.link(NIC, "virtfn" + (i - 1), "../0000:18:00." + i);
        }
        tree.write(NIC, "sriov_totalvfs", "16").write(NIC, "sriov_numvfs", "2");

        Reading.Read read = read(root);

        assertThat(read.survey().nics()).hasSize(1);
        assertThat(read.ports())
                .singleElement()
                .satisfies(port -> assertThat(port.vfs())
                        .isEqualTo(new VfFacts(
                                16,
                                2,
                                java.util.List.of(PciAddress.of("0000:18:00.1"), PciAddress.of("0000:18:00.2")))));
        assertThat(machine(read).ports().getFirst().pools()).singleElement().satisfies(pool -> {
            assertThat(pool.resource()).hasToString("nvidia.com/sriov_rdma_vf_port0");
            assertThat(pool.total()).isEqualTo(2);
        });
    }

    @Test
    void aVfWhosePhysicalFunctionIsOutOfSightIsANic() {
        tree.function("pci0000:00/0000:00:05.0", "0x020700", "0x15b3", "0x101e", 0);
        tree.link("pci0000:00/0000:00:05.0", "physfn", "../../pci0001:00/0001:00:00.0");

        assertThat(read(root).survey().nics()).hasSize(1);
    }

    @Test
    void portNamesCountOnlyPortsWithVfs() {
        tree.nic("pci0000:10/0000:10:01.0", 0);
        tree.nic("pci0000:20/0000:20:01.0", 0).write("pci0000:20/0000:20:01.0", "sriov_totalvfs", "8");
        tree.write("pci0000:20/0000:20:01.0", "sriov_numvfs", "4");

        Machine machine = machine(Readings.read(SysfsReader.read(root, new Naming("example.com/vf-%d"))));

        assertThat(machine.ports()).hasSize(2);
        assertThat(machine.ports().get(0).pools()).isEmpty();
        assertThat(machine.ports().get(1).pools().getFirst().resource()).hasToString("example.com/vf-0");
    }

    @Test
    void interfacesAndLinksAreRead() {
        pair(tree);
        tree.write(NIC, "net/ibs0/operstate", "up").write(NIC, "infiniband/mlx5_0/ports/1/state", "4: ACTIVE");
        tree.write(NIC, "net/a_representor/phys_port_name", "pf0vf3");
        String second = SWITCH + "/0000:17:03.0/0000:19:00.0";
        tree.nic(second, 0).write(second, "infiniband/mlx5_1/ports/1/state", "1: DOWN");
        tree.write(second, "infiniband/mlx5_1/ports/2/state", "4: ACTIVE");

        assertThat(read(root).ports())
                .extracting(PortFacts::id)
                .hasToString("[0000:18:00.0, 0000:19:00.0, 0000:19:00.0/2]");
        assertThat(read(root).ports())
                .extracting(PortFacts::link)
                .containsExactly(PortFacts.Link.UP, PortFacts.Link.DOWN, PortFacts.Link.UP);
        assertThat(read(root).ports().getFirst().netdev()).isEqualTo("ibs0");
        assertThat(read(root).ports().getFirst().rdma()).isEqualTo("mlx5_0");
    }

    @Test
    void theDriverNamesGpusAndExcludesThem() {
        pair(tree);
        tree.gpu("pci0000:20/0000:20:01.0", 0);
        tree.file(
                "proc/driver/nvidia/gpus/0000:1b:00.0/information",
                "Model: \t\t NVIDIA H100\nGPU UUID: \t GPU-1234\nBus Location: \t 0000:1b:00.0\nGPU Excluded:\t No");
        tree.file(
                "proc/driver/nvidia/gpus/0000:20:01.0/information",
                "Model: \t\t Unknown\nGPU UUID: \t GPU-????????-????-????-????-????????????\nGPU Excluded:\t Yes");

        Reading.Read read = read(root);

        assertThat(machine(read).gpus()).singleElement().satisfies(gpu -> {
            assertThat(gpu.model()).isEqualTo("NVIDIA H100");
            assertThat(gpu.uuid()).isEqualTo("GPU-1234");
        });
        assertThat(device(read, "0000:20:01.0").excluded()).contains("excluded");
        assertThat(GpuInformation.parse("GPU UUID: GPU-????????-????").uuid()).isNull();
    }

    @Test
    void onlyGpusAndRailsTakePart() {
        pair(tree);
        tree.function("pci0000:00/0000:00:02.0", "0x030000", "0x1a03", "0x2000", 0);
        tree.function(SWITCH + "/0000:17:04.0/0000:1c:00.0", "0x068000", "0x10de", "0x22a3", 0);
        tree.nic("pci0000:40/0000:40:01.0", 0).write("pci0000:40/0000:40:01.0", "subsystem_vendor", "0x15b3");
        tree.write("pci0000:40/0000:40:01.0", "subsystem_device", "0x1113");

        Reading.Read read = read(root);

        assertThat(read.survey().devices()).hasSize(3);
        assertThat(device(read, "0000:40:01.0").excluded()).contains("NVLink management");
        assertThat(machine(read).ports()).hasSize(1);
        assertThat(machine(read).nvlink()).isEqualTo(NvLink.ALL);
    }

    @Test
    void anotherEndpointKeepsASwitchFromBeingTheGpusOwn() {
        String inner = SWITCH + "/0000:17:01.0/0000:18:00.0";
        tree.bridge("pci0000:15/0000:15:01.0")
                .bridge(SWITCH)
                .bridge(SWITCH + "/0000:17:01.0")
                .bridge(inner);
        tree.gpu(inner + "/0000:19:00.0/0000:1a:00.0", 0);
        tree.bridge(inner + "/0000:19:00.0").bridge(inner + "/0000:19:01.0");

        assertThat(device(read(root), "0000:1a:00.0").location().switches()).hasSize(1);

        tree.function(inner + "/0000:19:01.0/0000:1b:00.0", "0x010802", "0x144d", "0xa80a", 0);

        assertThat(device(read(root), "0000:1a:00.0").location().switches()).hasSize(2);
    }

    @Test
    void numaNodesHaveDistancesAndMinusOneIsUnknown() {
        tree.gpu("pci0000:10/0000:10:01.0", -1);
        tree.file("sys/devices/system/node/node0/distance", "10 32")
                .file("sys/devices/system/node/node2/distance", "32 10");

        Reading.Read read = read(root);

        assertThat(device(read, "0000:10:01.0").location().numa()).isEqualTo(NumaId.UNKNOWN);
        assertThat(machine(read).numa()).extracting(node -> node.id().value()).containsExactly(0, 2);
        assertThat(machine(read).numa().get(1).distances()).containsExactly(32, 10);
    }

    @Test
    void nonsenseIsRefusedWithItsPath() {
        pair(tree);
        tree.write(GPU, "class", "0xGPU").write(NIC, "numa_node", "-2").write(NIC, "sriov_totalvfs", "4");

        assertThat(refusals(SysfsReader.read(root, Naming.PER_PORT)))
                .hasSize(2)
                .anyMatch(
                        text -> text.endsWith("0000:1b:00.0/class: '0xGPU' is not a hexadecimal number up to 0xffffff"))
                .anyMatch(text -> text.endsWith("0000:18:00.0/numa_node: '-2' is not a number from -1 to 1023"));
    }

    @Test
    void moreVfsThanThereCanBeAreRefused() {
        pair(tree);
        tree.write(NIC, "sriov_totalvfs", "4").write(NIC, "sriov_numvfs", "5");

        assertThat(refusals(SysfsReader.read(root, Naming.PER_PORT)))
                .singleElement()
                .asString()
                .endsWith("sriov_numvfs: 5 VFs are configured but sriov_totalvfs is 4");
    }

    @Test
    void aLinkToSomethingElseIsRefused() throws IOException {
        Files.createSymbolicLink(
                root.resolve("sys/bus/pci/devices/0000:01:00.0"), Path.of("../../../devices/virtual/x"));

        assertThat(refusals(SysfsReader.read(root, Naming.PER_PORT)))
                .singleElement()
                .asString()
                .contains("leads to '../../../devices/virtual/x'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../devices/../../outside/pci0000:01/0000:01:00.0",
                "../../../devices/pci0000:01/../../../../outside/pci0000:01/0000:01:00.0",
                "../../../devices//outside/pci0000:01/../0000:01:00.0",
                "../../../../../outside/pci0000:01/0000:01:00.0",
                "/outside/pci0000:01/0000:01:00.0"
            })
    void aLinkOutOfTheCaptureIsRefused(String target) throws IOException {
        SysfsTree own = new SysfsTree(Files.createDirectory(root.resolve("own")));
        new SysfsTree(root).file("outside/pci0000:01/0000:01:00.0/class", "secret");
        Files.createSymbolicLink(own.root.resolve("sys/bus/pci/devices/0000:01:00.0"), Path.of(target));

        assertThat(refusals(SysfsReader.read(own.root, Naming.PER_PORT)))
                .singleElement()
                .asString()
                .contains("leads to '" + Path.of(target) + "'")
                .doesNotContain("secret");
    }

    @Test
    void functionsAreLimited() throws IOException {
        Path bus = root.resolve("sys/bus/pci/devices");
        for (int i = 0; i < Limits.PCI_FUNCTIONS; i++) {
            link(bus, "%04x:%02x:%02x.0".formatted(i >> 13, i >> 5 & 0xff, i & 0x1f));
        }
        assertThat(read(root).survey().devices()).isEmpty();

        link(bus, "ffff:00:00.0");

        assertThat(refusals(SysfsReader.read(root, Naming.PER_PORT)))
                .containsExactly(bus + ": more than 16384 PCI functions");
    }

    @Test
    void filesAreReadToALimit() {
        pair(tree);
        tree.write(GPU, "class", " ".repeat(Limits.ATTRIBUTE_BYTES) + "0x030200");

        assertThat(refusals(SysfsReader.read(root, Naming.PER_PORT)))
                .singleElement()
                .asString()
                .endsWith("class: '' is not a hexadecimal number up to 0xffffff");
    }

    @Test
    void whatIsNoMachineIsRefused() {
        assertThat(refusals(SysfsReader.read(root.resolve("proc"), Naming.PER_PORT)))
                .singleElement()
                .asString()
                .contains("not the root of a machine");
    }

    @Test
    void aMachineWithoutPciReadsWithANote() {
        assertThat(read(root).survey().notes()).containsExactly("this machine shows no PCI devices");
    }

    private static void link(Path bus, String name) throws IOException {
        Files.createSymbolicLink(bus.resolve(name), Path.of("../../../devices/pci0000:00/" + name));
    }

    private static void pair(SysfsTree tree) {
        tree.bridge("pci0000:15/0000:15:01.0").bridge(SWITCH);
        tree.bridge(SWITCH + "/0000:17:00.0").bridge(SWITCH + "/0000:17:01.0");
        tree.gpu(GPU, 0).nic(NIC, 0);
    }

    private static Reading.Read read(Path path) {
        return Readings.read(SysfsReader.read(path, Naming.PER_PORT));
    }

    private static Machine machine(Reading.Read read) {
        return Objects.requireNonNull(read.machine());
    }
}
