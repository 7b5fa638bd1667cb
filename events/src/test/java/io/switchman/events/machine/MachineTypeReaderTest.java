package io.switchman.events.machine;

import static io.switchman.events.machine.Readings.device;
import static io.switchman.events.machine.Readings.level;
import static io.switchman.events.machine.Readings.read;
import static io.switchman.events.machine.Readings.refusals;
import static io.switchman.events.machine.Readings.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.RailId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTypeReaderTest {
    private static final String SPEC = """
            selector: {node.kubernetes.io/instance-type: big}
            priority: 7
            machine:
              name: pair
              numa:
                - {id: 0, distances: [10, 21]}
                - {id: 1, distances: [21, 10]}
              nvlink: none
              gpus:
                - address: 0000:01:00.0
                  numa: 1
                  chain: [0000:00:01.0, {address: 0000:02:00.0, vendor: 1000, device: 0xc030}, 0000:03:01.0]
                  model: 154c
                  uuid: GPU-1
              ports:
                - address: 0000:04:00.0
                  numa: 1
                  chain: [0000:00:01.0, 0000:02:00.0, 0000:03:02.0]
                  rail: 5
                  netdev: eth1
                  rdma: mlx5_1
                  vfs: {total: 16, configured: 8, addresses: [0000:04:00.1]}
                  resources: [example.com/port0]
            """;

    @Test
    void everyFieldIsRead() {
        Reading.Read read = read(yaml(SPEC));
        Machine machine = machine(read);

        assertThat(read.type())
                .isEqualTo(new MachineType("some", Map.of("node.kubernetes.io/instance-type", "big"), 7));
        assertThat(machine.name()).isEqualTo("pair");
        assertThat(machine.nvlink()).isEqualTo(NvLink.NONE);
        assertThat(machine.numa().get(1).distances()).containsExactly(21, 10);
        assertThat(machine.gpus()).singleElement().satisfies(gpu -> {
            assertThat(gpu.address()).hasToString("0000:01:00.0");
            assertThat(gpu.model()).isEqualTo("154c");
            assertThat(gpu.uuid()).isEqualTo("GPU-1");
            assertThat(gpu.plugin()).isEqualTo(GpuPlugin.NVIDIA);
            assertThat(gpu.resource()).hasToString("nvidia.com/gpu");
        });
        assertThat(machine.ports()).singleElement().satisfies(port -> {
            assertThat(port.rail()).isEqualTo(new RailId(5));
            assertThat(port.netdev()).isEqualTo("eth1");
            assertThat(port.rdma()).isEqualTo("mlx5_1");
            assertThat(port.pools()).singleElement().hasToString("VfPool[resource=example.com/port0, total=8]");
        });
        assertThat(read.ports().getFirst().vfs()).isEqualTo(new VfFacts(16, 8, List.of(PciAddress.of("0000:04:00.1"))));
        assertThat(level(read, "0000:01:00.0", "0000:04:00.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void theWholeObjectIsReadToo() {
        Reading.Read read = read(yaml("""
                apiVersion: topology.switchman.io/v1alpha1
                kind: MachineType
                metadata: {name: given, labels: {a: b}, managedFields: [{manager: kubectl}]}
                spec:
                """ + SPEC.indent(2)));

        assertThat(Objects.requireNonNull(read.type()).name()).isEqualTo("given");
        assertThat(machine(read).gpus()).hasSize(1);
    }

    @Test
    void jsonIsReadToo() {
        assertThat(machine(read(yaml("{\"machine\": {\"gpus\": [{\"address\": \"0000:01:00.0\", \"numa\": null}]}}")))
                        .gpus())
                .hasSize(1);
    }

    @Test
    void ncclXmlIsReadToo() {
        Reading.Read read = read(yaml("""
                selector: {a: b}
                ncclXml: |
                  <system>
                    <cpu><pci busid="0000:01:00.0" class="0x030200"/></cpu>
                  </system>
                """));

        assertThat(Objects.requireNonNull(read.type()).selector()).containsEntry("a", "b");
        assertThat(machine(read).name()).isEqualTo("some");
        assertThat(refusals(yaml("ncclXml: |\n  <system>\n  <cpu/>\n")))
                .singleElement()
                .asString()
                .startsWith("some.yaml ncclXml:2: not well-formed XML");
    }

    @Test
    void theOrderIsKept() {
        Reading.Read read = read(yaml("machine: {gpus: [{address: 0000:02:00.0}, {address: 0000:01:00.0}]}"));

        assertThat(machine(read).gpus())
                .extracting(gpu -> gpu.address().toString())
                .containsExactly("0000:02:00.0", "0000:01:00.0");
    }

    @Test
    void aChainOfInventedAddressesIsAListOfSwitches() {
        Reading.Read read = read(yaml("""
                machine:
                  gpus: [{address: 0000:10:1c.0, numa: 0, chain: [ffff:ff:01.0]}]
                  ports: [{address: 0000:10:1b.0, numa: 0, chain: [ffff:ff:01.0]}]
                """));

        assertThat(level(read, "0000:10:1c.0", "0000:10:1b.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void cleanUpAppliesToDeclaredChains() {
        Reading.Read read = Objects.requireNonNull(BundledMachines.named("oci-bm-gpu-h100-8"));

        assertThat(device(read, "0000:0f:00.0").location().switches()).containsExactly(PciAddress.of("0000:08:00.0"));
    }

    @Test
    void aPortMayBeShared() {
        Machine machine = machine(read(yaml("""
                machine:
                  ports:
                    - address: 0000:01:00.0
                      vfs: {total: 8}
                      resources: [{name: a.com/x, vfs: 6}, {name: a.com/y, vfs: 2}]
                """)));

        assertThat(machine.sources())
                .extracting(source -> source.pool().toString())
                .containsExactly("VfPool[resource=a.com/x, total=6]", "VfPool[resource=a.com/y, total=2]");
    }

    @Test
    void twoPortsOfOneFunctionShareItsPlace() {
        String ports =
                "machine: {ports: [{address: 0000:01:00.0, numa: 0}, {address: 0000:01:00.0, number: 2, numa: %d}]}";

        assertThat(machine(read(yaml(ports.formatted(0)))).ports()).hasSize(2);
        assertThat(refusals(yaml(ports.formatted(1))))
                .singleElement()
                .asString()
                .contains("share its place");
    }

    @Test
    void addressesKeepTheirSpelling() {
        Reading.Read read = read(yaml("machine: {gpus: [{address: 00000000:0A:00.0, chain: [0000:0A:00.1]}]}"));

        assertThat(read.spell(PciAddress.of("0000:0a:00.0"))).isEqualTo("00000000:0A:00.0");
        assertThat(read.spell(PciAddress.of("0000:0a:00.1"))).isEqualTo("0000:0A:00.1");
    }

    @Test
    void allProblemsAreToldAtOnceWithFieldAndLine() {
        assertThat(refusals(yaml("""
                selektor: {}
                priority: high
                machine:
                  numa: [{id: 0, distances: [10, 20]}, {id: 0}]
                  nvlink: some
                  gpus:
                    - {address: 01:00.0, plugin: amd}
                    - {numa: 4, resource: gpu, chain: [{address: 0000:01:00.0, vendor: 15b3x}, x]}
                    - 5
                  ports:
                    - {address: 0000:02:00.0, vfs: {total: 4, configured: 8}, resources: [a.com/x]}
                    - {address: 0000:02:00.0, rail: -1, resources: [a.com/x]}
                    - {address: 0000:03:00.0, vfs: {total: 4}, resources: [a.com/x, a.com/y]}
                    - {address: 0000:04:00.0, vfs: {total: 4}, resources: [{name: a.com/x, vfs: 5}, {nam: q}]}
                """)))
                .containsExactlyInAnyOrder(
                        "some.yaml:1 selektor: unknown field; did you mean 'selector'? Allowed are machine, ncclXml,"
                                + " priority, selector",
                        "some.yaml:2 priority: 'high' is not a whole number from -1000000 to 1000000",
                        "some.yaml:4 machine.numa[1].id: NUMA node 0 occurs twice",
                        "some.yaml:5 machine.nvlink: 'some' is not allowed; allowed are all, none, pairs",
                        "some.yaml:7 machine.gpus[0].address: '01:00.0' is not a PCI address such as 0000:3b:00.0",
                        "some.yaml:7 machine.gpus[0].plugin: 'amd' is not allowed; allowed are nvidia, other",
                        "some.yaml:8 machine.gpus[1].address: is missing: write a PCI address such as 0000:3b:00.0",
                        "some.yaml:8 machine.gpus[1].numa: node 4 is not among the machine's numa (0)",
                        "some.yaml:8 machine.gpus[1].resource: 'gpu' is not a resource name such as example.com/name",
                        "some.yaml:8 machine.gpus[1].chain[0].vendor: '15b3x' is not a PCI id of up to four hex digits"
                                + " such as 15b3",
                        "some.yaml:8 machine.gpus[1].chain: 'x' is not a PCI address such as 0000:3b:00.0",
                        "some.yaml:9 machine.gpus[2]: must hold fields (address, chain, coherentGroup, model, numa, plugin,"
                                + " resource, uuid), not '5'",
                        "some.yaml:11 machine.ports[0].vfs.configured: 8 is more than total, which is 4",
                        "some.yaml:12 machine.ports[1].address: 0000:02:00.0 occurs twice; a second port of one function"
                                + " needs its own 'number'",
                        "some.yaml:12 machine.ports[1].rail: '-1' is not a whole number from 0 to 1023",
                        "some.yaml:12 machine.ports[1].vfs: is missing: the port has resources, so write how many VFs it has",
                        "some.yaml:13 machine.ports[2].resources: several names on one port do not say how its VFs are"
                                + " shared; write each as {name: example.com/name, vfs: 4}",
                        "some.yaml:14 machine.ports[3].resources: share out 1 VFs more than the port has",
                        "some.yaml:14 machine.ports[3].resources[1].nam: unknown field; did you mean 'name'? Allowed are"
                                + " name, vfs",
                        "some.yaml:14 machine.ports[3].resources[1].name: is missing: write a resource name such as"
                                + " example.com/name",
                        "some.yaml:14 machine.ports[3].resources[1].vfs: is missing: write how many of the port's VFs carry"
                                + " this name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "machine: {gpus: [{address: 0000:01:00.0}, {address: 0000:01:00.0}]} | machine.gpus[1].address: 0000:01:00.0 occurs twice",
                "machine: {gpus: [{address: 0000:01:00.0}], ports: [{address: 0000:01:00.0}]} | machine.ports[0].address: 0000:01:00.0 occurs twice",
                "machine: {gpus: [{address: 0000:01:00.0, chain: [0000:02:00.0, 0000:02:00.0]}]} | machine.gpus[0].chain: 0000:02:00.0 occurs twice",
                "machine: {numa: [{id: 0, distances: [10, 20]}]} | machine.numa[0].distances: has 2 values for 1 NUMA nodes",
                "machine: {gpus: {a: b}} | machine.gpus: must be a list, not fields",
                "machine: {name: [a]} | machine.name: must be a text, not a list",
                "{machine: {}, ncclXml: x} | ncclXml: stands beside 'machine'",
                "priority: 1 | needs 'machine' or 'ncclXml'",
                "kind: MachineTyp | kind: 'MachineTyp' is not allowed; write MachineType",
                "spec: {machine: {}} | apiVersion: is missing; write topology.switchman.io/v1alpha1",
                "text | must hold fields",
            })
    void eachIsRefusedByField(String text, String problem) {
        assertThat(refusals(yaml(text))).anyMatch(refusal -> refusal.contains(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [ | some.yaml:1: not valid YAML",
                "{a: 1, a: 2} | the field 'a' occurs twice",
                "a: *b | the alias *b stands for nothing",
                "a: &x [*x] | the alias *x stands for nothing",
                "{[a]: b} | a field's name must be a text",
            })
    void brokenYamlIsRefusedByLine(String text, String problem) {
        assertThat(refusals(yaml(text)))
                .singleElement()
                .asString()
                .startsWith("some.yaml:1: ")
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "---"})
    void aDocumentWithoutContentIsRefused(String text) {
        assertThat(refusals(yaml(text))).singleElement().asString().startsWith("some.yaml");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThat(refusals(yaml("machine: {}\n---\nmachine: {}\n")))
                .containsExactly("some.yaml:2: a second document begins: write one for each file");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThat(refusals(MachineTypeReader.read("x", "ä".getBytes(StandardCharsets.ISO_8859_1), Naming.PER_PORT)))
                .containsExactly("x: is not UTF-8 text");
    }

    @Test
    void aliasesStandForWhatTheyName() {
        Reading.Read read = read(yaml("""
                machine:
                  gpus: [{address: 0000:01:00.0, numa: 0, chain: &chain [0000:00:01.0, 0000:02:00.0, 0000:03:00.0]}]
                  ports: [{address: 0000:04:00.0, numa: 0, chain: *chain}]
                """));

        assertThat(level(read, "0000:01:00.0", "0000:04:00.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void aliasesThatMultiplyAreLimited() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(refusals(yaml(text.toString()))).singleElement().asString().endsWith("more than 32768 values");
    }

    @Test
    void depthIsLimited() {
        assertThat(refusals(yaml("[".repeat(64) + "]".repeat(64))))
                .singleElement()
                .asString()
                .contains("must hold fields");
        assertThat(refusals(yaml("[".repeat(65) + "]".repeat(65))))
                .containsExactly("some.yaml:1: more than 64 mappings and lists inside each other");
    }

    @Test
    void valuesAreLimited() {
        String items = "machine: {numa: [" + "x,".repeat(Limits.YAML_VALUES - 3) + "]}";
        assertThat(refusals(yaml(items))).first().asString().contains("machine.numa[0]");
        assertThat(refusals(yaml(items.replace("[", "[x,")))).containsExactly("some.yaml:1: more than 32768 values");
    }

    @Test
    void bytesAreLimited() {
        assertThat(refusals(yaml("#" + " ".repeat(Limits.FILE_BYTES))))
                .singleElement()
                .asString()
                .contains("larger than");
    }

    @Test
    void countsOfDevicesAreLimited() {
        StringBuilder gpus = new StringBuilder("machine:\n  gpus:\n");
        for (int i = 0; i < 32; i++) {
            gpus.append("  - {address: 0000:%02x:00.0}\n".formatted(i));
        }
        assertThat(refusals(yaml(gpus.toString()))).singleElement().asString().contains("32 GPUs; at most 31");
    }

    private static Machine machine(Reading.Read read) {
        return Objects.requireNonNull(read.machine());
    }
}
