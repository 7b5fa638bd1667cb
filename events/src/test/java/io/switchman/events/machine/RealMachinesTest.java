package io.switchman.events.machine;

import static io.switchman.topology.model.Locality.CROSS_NUMA;
import static io.switchman.topology.model.Locality.SAME_C2C;
import static io.switchman.topology.model.Locality.SAME_NUMA;
import static io.switchman.topology.model.Locality.SAME_SWITCH;
import static io.switchman.topology.model.Locality.SAME_SWITCH_TREE;
import static io.switchman.topology.model.Locality.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Device;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of real machines from their NCCL files, counted by hand and by script and not by this program. */
class RealMachinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"oci-bm-gpu-h100-8.xml", "oci-bm-gpu-h100-8-kubernetes.xml"})
    void ociH100HasEightGroupsOfOneGpuAndOneDualPortCard(String file) {
        Reading.Read read = nccl(file);

        assertThat(Readings.levels(read.survey())).isEqualTo(Map.of(SAME_SWITCH, 8, SAME_NUMA, 24, CROSS_NUMA, 32));
        assertGroup(read, 0, "08", "0f", "0c");
        assertGroup(read, 0, "26", "2d", "2a");
        assertGroup(read, 0, "3d", "44", "41");
        assertGroup(read, 0, "54", "5b", "58");
        assertGroup(read, 1, "82", "89", "86");
        assertGroup(read, 1, "a1", "a8", "a5");
        assertGroup(read, 1, "b9", "c0", "bd");
        assertGroup(read, 1, "d1", "d8", "d5");
        List<Port> ports = Objects.requireNonNull(read.machine()).ports();
        assertThat(ports).hasSize(16);
        assertThat(ports.get(0).id()).hasToString("0000:0c:00.0");
        assertThat(ports.get(1).id()).hasToString("0000:0c:00.0/2");
    }

    @Test
    void ociA100HasFourGroupsOfTwoAndTwo() {
        Reading.Read read = nccl("oci-bm-gpu4-8-a100-flattened.xml");

        assertThat(Readings.levels(read.survey())).isEqualTo(Map.of(SAME_SWITCH, 16, CROSS_NUMA, 48));
        assertThat(read.survey().gpus())
                .extracting(gpu -> gpu.location().numa())
                .containsExactly(numa(3), numa(3), numa(1), numa(1), numa(7), numa(7), numa(5), numa(5));
        assertThat(Readings.level(read, "0000:15:00.0", "0000:0c:00.0")).isEqualTo(SAME_SWITCH);
    }

    @Test
    void aConnectXSwitchAndTheGpuBehindItAreOneGroup() {
        assertThat(Readings.levels(nccl("rccl/topo_8p_940.xml").survey()))
                .isEqualTo(Map.of(SAME_SWITCH, 8, SAME_NUMA, 24, CROSS_NUMA, 32));
    }

    @Test
    void levelsOfOnePexChipAreOneGroup() {
        assertThat(Readings.levels(nccl("rccl/topo_8p1h_5.xml").survey()))
                .isEqualTo(Map.of(SAME_SWITCH, 16, SAME_NUMA, 16, CROSS_NUMA, 32));
    }

    @Test
    void aFlatGuestHasNumaAlone() {
        assertThat(Readings.levels(nccl("rccl/topo_8p_940vm.xml").survey()))
                .isEqualTo(Map.of(SAME_NUMA, 32, CROSS_NUMA, 32));
    }

    @Test
    void aDeclaredFileGivesAzureItsSwitches() {
        assertThat(Readings.levels(nccl("azure-ndv5-h100.xml").survey()))
                .isEqualTo(Map.of(SAME_SWITCH, 8, SAME_NUMA, 24, CROSS_NUMA, 32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-p4d-24xl-a100.xml", "aws-p4de-24xl-a100.xml"})
    void aDeclaredFileGivesP4dItsSwitches(String file) {
        assertThat(Readings.levels(nccl(file).survey()))
                .isEqualTo(Map.of(SAME_SWITCH, 8, SAME_NUMA, 8, CROSS_NUMA, 16));
    }

    @Test
    void aNicForNvlinkManagementIsNoRail() {
        Reading.Read read = nccl("cx8-switch-8gpu-rtp-llm.xml");

        assertThat(Readings.levels(read.survey())).isEqualTo(Map.of(SAME_SWITCH, 8, SAME_NUMA, 24, CROSS_NUMA, 32));
        assertThat(Readings.device(read, "0000:27:00.0").excluded()).contains("NVLink management");
        assertThat(Objects.requireNonNull(read.machine()).ports()).hasSize(8);
    }

    @Test
    void impossibleNumberingIsNotedAndInnerSwitchesStayApart() {
        Reading.Read read = nccl("l20-16gpu-bf3-suspect.xml");

        assertThat(Readings.level(read, "0000:10:00.0", "0000:12:00.0")).isEqualTo(SAME_SWITCH);
        assertThat(Readings.level(read, "0000:10:00.0", "0000:4d:00.0")).isEqualTo(SAME_SWITCH_TREE);
        assertThat(Readings.levels(read.survey()))
                .isEqualTo(Map.of(SAME_SWITCH, 16, SAME_SWITCH_TREE, 16, SAME_NUMA, 32, CROSS_NUMA, 64));
        assertThat(read.survey().notes()).anyMatch(note -> note.contains("0000:0e:00.0 lies below 0000:0f:02.0"));
        assertThat(read.survey().notes())
                .filteredOn(note -> note.contains("impossible numbering"))
                .hasSize(4);
    }

    @Test
    void fourNumaNodesWithoutSwitches() {
        Reading.Read read = nccl("epyc-nps4-4x4090-noswitch.xml");

        assertThat(Readings.levels(read.survey())).isEqualTo(Map.of(SAME_NUMA, 1, CROSS_NUMA, 3));
        assertThat(Readings.level(read, "0000:26:00.0", "0000:22:00.0")).isEqualTo(SAME_NUMA);
        assertThat(read.survey().gpus())
                .extracting(gpu -> gpu.location().numa())
                .contains(numa(0), numa(7));
        assertThat(read.survey().notes())
                .filteredOn(note -> note.contains("virtual"))
                .hasSize(1);
    }

    @Test
    void emulatedSwitchesThatMirrorTheHostArePairs() {
        Reading.Read read = nccl("ibm-gx3d-8h100-vsi-sriov-vf.xml");

        assertThat(Readings.levels(read.survey())).isEqualTo(Map.of(SAME_SWITCH, 8, SAME_NUMA, 24, CROSS_NUMA, 32));
        assertThat(Readings.level(read, "0000:a4:00.0", "0000:a3:00.0")).isEqualTo(SAME_SWITCH);
    }

    @Test
    void aCoherentChipJoinsItsGpuAndItsNics() {
        Reading.Read read = nccl("dgx-spark-gb10-c2c.xml");

        assertThat(Readings.levels(read.survey())).isEqualTo(Map.of(SAME_C2C, 2));
        assertThat(read.survey().gpus().getFirst().location().numa()).isEqualTo(numa(0));
    }

    /** Counts that topology files of other machines give, so that a change of a rule shows. */
    @ParameterizedTest
    @CsvSource({
        "aws-g5-48xl-a10g.xml, 0, 0",
        "aws-p5-48xl-h100.xml, 0, 0",
        "azure-ncv4-a100.xml, 4, 0",
        "azure-ndv2-v100.xml, 8, 1",
        "dell-r740-a6000-smt-interleaved.xml, 4, 2",
        "epyc-2x4090-cx4.xml, 2, 1",
        "rccl/topo_16p1h_vm.xml, 16, 8",
        "rccl/topo_8p_rome_4n_1.xml, 8, 4",
        "rccl/topo_8p_rome_vm1.xml, 8, 0",
        "rccl/topo_collnet_n4.xml, 8, 4",
    })
    void everyOtherFileReads(String file, int gpus, int nics) {
        Reading.Read read = nccl(file);

        assertThat(read.survey().gpus()).hasSize(gpus);
        assertThat(read.survey().nics()).hasSize(nics);
        assertThat(read.machine()).isNotNull();
        assertThat(Readings.levels(read.survey())).doesNotContainKey(UNKNOWN);
    }

    @Test
    void devicesOfUntoldKindAreLeftOutWithANote() {
        assertThat(nccl("aws-p5-48xl-h100.xml").survey().notes())
                .singleElement()
                .asString()
                .startsWith("32 devices are left out because their kind is not told");
    }

    @Test
    void withoutIdsTheStructureTellsTheGpusOwnBridge() {
        Reading.Read read = nccl("rccl/topo_collnet_n4.xml");

        assertThat(Readings.device(read, "0000:4a:00.0").location().switches())
                .containsExactly(PciAddress.of("0000:43:00.0"), PciAddress.of("0000:46:00.0"));
        assertThat(Readings.level(read, "0000:4a:00.0", "0000:45:00.0")).isEqualTo(SAME_SWITCH_TREE);
    }

    @ParameterizedTest
    @CsvSource({
        "aws-p5-48xl-h100-autogen.fragment.xml.txt, 18",
        "hgx-h200-kvm-flat.fragment.xml.txt, 13",
        "hgx-h200-supermicro-baremetal.fragment.xml.txt, 53",
    })
    void fragmentsAreRefusedWhereTheyEnd(String file, int line) {
        List<Problem> problems = Readings.problems(MachineReader.read(RealData.path("nccl-xml/" + file)));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.where()).endsWith(file + ":" + line);
            assertThat(problem.what()).contains("not well-formed XML").contains("is still open");
        });
    }

    @Test
    void anotherToolsXmlIsRefused() {
        assertThat(Readings.refusals(MachineReader.read(RealData.path("hwloc/power8-gpu.hwloc.xml"))))
                .singleElement()
                .asString()
                .contains("document type");
    }

    @ParameterizedTest
    @CsvSource({
        "oci-bm-gpu-h100-8, oci-bm-gpu-h100-8.xml, 8",
        "a100-hgx-2x2, oci-bm-gpu4-8-a100-flattened.xml, 8",
        "aws-p4d, aws-p4d-24xl-a100.xml, 4",
        "mi300x, rccl/topo_8p_940.xml, 8",
    })
    void bundledMachinesHaveTheLevelsOfTheRealOnes(String name, String file, int nics) {
        Reading.Read real = nccl(file);
        Reading.Read bundled = Objects.requireNonNull(BundledMachines.named(name));
        Set<PciAddress> compared = new TreeSet<>();

        for (Device gpu : real.survey().gpus()) {
            for (Device nic : real.survey().nics()) {
                compared.add(nic.address());
                Locality expected = gpu.location().to(nic.location());
                assertThat(Readings.level(
                                bundled, gpu.address().toString(), nic.address().toString()))
                        .as("%s %s", gpu.address(), nic.address())
                        .isEqualTo(expected);
            }
        }

        assertThat(compared).hasSize(nics);
        assertThat(addresses(bundled.survey().gpus()))
                .isEqualTo(addresses(real.survey().gpus()));
    }

    /** The provider's own SR-IOV policies name the ports of these machines: a second source beside the NCCL files. */
    @ParameterizedTest
    @CsvSource({"oci-bm-gpu-h100-8, bm-gpu-h100-8", "a100-hgx-2x2, bm-gpu4-8"})
    void bundledPortsAreThoseOfTheProvidersPolicies(String name, String policy) throws IOException {
        String policies = Files.readString(RealData.path("sriov/oci-gpu-shapes.sriovnetworknodepolicies.yaml"), UTF_8);
        String own = policies.substring(policies.indexOf("name: " + policy + "\n"));
        Set<String> declared = own.substring(own.indexOf("rootDevices:"), own.indexOf("vendor:"))
                .lines()
                .skip(1)
                .map(line -> line.strip().replace("- ", ""))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet());

        Set<String> bundled = new HashSet<>();
        Reading.Read read = Objects.requireNonNull(BundledMachines.named(name));
        Objects.requireNonNull(read.machine())
                .ports()
                .forEach(port -> bundled.add(port.id().toString()));

        assertThat(declared).hasSize(16);
        assertThat(bundled).isEqualTo(declared);
    }

    private static void assertGroup(Reading.Read read, int numa, String upstream, String gpu, String nic) {
        Device device = Readings.device(read, "0000:" + gpu + ":00.0");
        assertThat(device.location().switches()).containsExactly(PciAddress.of("0000:" + upstream + ":00.0"));
        assertThat(device.location().numa()).isEqualTo(numa(numa));
        assertThat(Readings.level(read, "0000:" + gpu + ":00.0", "0000:" + nic + ":00.0"))
                .isEqualTo(SAME_SWITCH);
    }

    private static Set<PciAddress> addresses(List<Device> devices) {
        return devices.stream().map(Device::address).collect(Collectors.toSet());
    }

    private static NumaId numa(int id) {
        return new NumaId(id);
    }

    private static Reading.Read nccl(String file) {
        return Readings.read(MachineReader.read(RealData.path("nccl-xml/" + file)));
    }
}
