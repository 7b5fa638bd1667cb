package io.switchman.events.machine;

import static io.switchman.events.machine.Readings.device;
import static io.switchman.events.machine.Readings.level;
import static io.switchman.events.machine.Readings.read;
import static io.switchman.events.machine.Readings.refusals;
import static io.switchman.events.machine.Readings.xml;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.NvLink;
import io.switchman.topology.model.PciAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NcclXmlReaderTest {
    private static final String PAIR = """
            <system version="1">
              <cpu numaid="1">
                <pci busid="0000:16:00.0" class="0x060400">
                  <pci busid="0000:18:00.0" class="0x030200" vendor="0x10de"/>
                  <pci busid="0000:19:00.0" class="0x020700" vendor="0x15b3"/>
                </pci>
              </cpu>
            </system>
            """;

    @Test
    void aSwitchIsNamedByItsUpstreamPort() {
        Reading.Read read = read(xml(PAIR));

        assertThat(device(read, "0000:18:00.0").location().switches()).containsExactly(PciAddress.of("0000:16:00.0"));
        assertThat(device(read, "0000:18:00.0").location().hostBridge()).isNull();
        assertThat(level(read, "0000:18:00.0", "0000:19:00.0")).isEqualTo(Locality.SAME_SWITCH);
        assertThat(read.type()).isNull();
    }

    @Test
    void addressesKeepTheFilesSpelling() {
        Reading.Read read =
                read(xml(PAIR.replace("0000:18:00.0", "00000000:1A:00.0").replace("0000:19", "000A:19")));

        assertThat(read.spell(PciAddress.of("0000:1a:00.0"))).isEqualTo("00000000:1A:00.0");
        assertThat(read.spell(PciAddress.of("000a:19:00.0"))).isEqualTo("000A:19:00.0");
        assertThat(read.spell(PciAddress.of("0000:16:00.0"))).isEqualTo("0000:16:00.0");
    }

    @Test
    void inventedSwitchesAreSwitchesAndBreakNoNumbering() {
        Reading.Read read = read(xml(PAIR.replace("0000:16:00.0", "ffff:ff:01.0")));

        assertThat(level(read, "0000:18:00.0", "0000:19:00.0")).isEqualTo(Locality.SAME_SWITCH);
        assertThat(read.survey().notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0x030200, , GPU",
        "0x030000, 0x10de, GPU",
        "0x030000, 0x1002, GPU",
        "0x030000, 0x1a03, ",
        "0x038000, 0x1002, GPU",
        "0x120000, 0x1002, GPU",
        "0x120000, 0x10ee, ",
        "0x020000, , NIC",
        "0x020700, , NIC",
        "0x028000, , NIC",
        "0x068000, 0x10de, ",
        "0x010802, , "
    })
    void classesTellTheKind(String classCode, String vendor, String kind) {
        String vendorText = vendor == null ? "" : " vendor=\"" + vendor + "\"";
        Reading.Read read = read(xml("<system><cpu numaid='0'><pci busid='0000:01:00.0' class='%s'%s/></cpu></system>"
                .formatted(classCode, vendorText)));

        assertThat(read.survey().devices()).hasSize(kind == null ? 0 : 1);
        if (kind != null) {
            assertThat(device(read, "0000:01:00.0").kind()).hasToString(kind);
        }
    }

    @Test
    void withoutClassesChildrenTellTheKind() {
        Reading.Read read = read(xml("""
                <system><cpu numaid="0">
                  <pci busid="0000:01:00.0">
                    <pci busid="0000:02:00.0"><gpu dev="0"/></pci>
                    <pci busid="0000:03:00.0"><nic><net name="mlx5_0" port="1"/></nic></pci>
                    <pci busid="0000:04:00.0"/>
                  </pci>
                </cpu></system>"""));

        assertThat(level(read, "0000:02:00.0", "0000:03:00.0")).isEqualTo(Locality.SAME_SWITCH);
        assertThat(read.survey().devices()).hasSize(2);
        assertThat(read.survey().notes())
                .singleElement()
                .asString()
                .contains("kind is not told")
                .contains("0000:04:00.0");
    }

    @Test
    void aHostBridgeAsParentIsASwitchAsForNccl() {
        Reading.Read read = read(xml(PAIR.replace("0x060400", "0x060000")));

        assertThat(level(read, "0000:18:00.0", "0000:19:00.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void minusOneIsAnUnknownNode() {
        Reading.Read read = read(xml("<system><cpu numaid='-1'>"
                + "<pci busid='0000:05:00.0' class='0x030200'><gpu><nvlink target='fffffff:ff:ff.0' tclass='0x068000'/></gpu></pci>"
                + "<pci busid='0000:0d:00.0' class='0x020000'/></cpu></system>"));

        assertThat(level(read, "0000:05:00.0", "0000:0d:00.0")).isEqualTo(Locality.UNKNOWN);
        assertThat(machine(read).numa()).isEmpty();
        assertThat(machine(read).nvlink()).isEqualTo(NvLink.ALL);
        assertThat(read.survey().notes()).singleElement().asString().contains("NUMA node of its devices is unknown");
    }

    @Test
    void anOnlyCpuWithoutNumberIsNodeZeroAndOneOfSeveralIsUnknown() {
        String gpu = "<pci busid='0000:0%d:00.0' class='0x030200'/>";
        Reading.Read one = read(xml("<system><cpu>" + gpu.formatted(1) + "</cpu></system>"));
        Reading.Read two = read(xml(
                "<system><cpu>" + gpu.formatted(1) + "</cpu><cpu numaid='3'>" + gpu.formatted(2) + "</cpu></system>"));

        assertThat(device(one, "0000:01:00.0").location().numa()).isEqualTo(new NumaId(0));
        assertThat(device(two, "0000:01:00.0").location().numa()).isEqualTo(NumaId.UNKNOWN);
        assertThat(device(two, "0000:02:00.0").location().numa()).isEqualTo(new NumaId(3));
    }

    @Test
    void aMergedCardHasItsPorts() {
        Reading.Read read = read(xml(PAIR.replace(
                "vendor=\"0x15b3\"/>",
                "vendor=\"0x15b3\"><nic>" + "<net name='mlx5_0' port='1'/><net name='mlx5_1' port='2'/></nic></pci>")));

        assertThat(machine(read).ports())
                .extracting(port -> port.id().toString())
                .containsExactly("0000:19:00.0", "0000:19:00.0/2");
        assertThat(machine(read).ports())
                .extracting(port -> String.valueOf(port.rdma()))
                .containsExactly("mlx5_0", "mlx5_1");
        assertThat(machine(read).ports()).allMatch(port -> port.pools().isEmpty() && port.rail() == null);
    }

    @Test
    void aSocketNetIsANetdevAndVfsMergedIntoOneElementAreOnePort() {
        Reading.Read read = read(xml(PAIR.replace(
                "vendor=\"0x15b3\"/>",
                "vendor=\"0x15b3\"><nic>" + "<net name='eno1' port='0'/><net name='eno1v0' port='0'/></nic></pci>")));

        assertThat(machine(read).ports()).singleElement().satisfies(port -> {
            assertThat(port.netdev()).isEqualTo("eno1");
            assertThat(port.rdma()).isNull();
        });
    }

    @Test
    void virtualInterfacesAreIgnoredWithOneNote() {
        Reading.Read read =
                read(xml(PAIR.replace("</cpu>", "<nic><net name='tunl0'/><net name='cali1'/></nic></cpu>")));

        assertThat(read.survey().devices()).hasSize(2);
        assertThat(read.survey().notes())
                .singleElement()
                .asString()
                .contains("2 network interfaces")
                .contains("tunl0");
    }

    @Test
    void chipToChipJoinsTheGpuAndTheNicsOfItsCpuOnly() {
        Reading.Read read = read(xml("""
                <system>
                  <cpu numaid="0">
                    <pci busid="0008:01:00.0"><gpu dev="0"><c2c bw="1" count="8"/></gpu></pci>
                    <pci busid="0009:01:00.0"><gpu dev="1"/></pci>
                    <pci busid="0000:01:00.0"><nic/></pci>
                  </cpu>
                  <cpu numaid="1"><pci busid="0010:01:00.0"><nic/></pci></cpu>
                </system>"""));

        assertThat(level(read, "0008:01:00.0", "0000:01:00.0")).isEqualTo(Locality.SAME_C2C);
        assertThat(level(read, "0009:01:00.0", "0000:01:00.0")).isEqualTo(Locality.SAME_NUMA);
        assertThat(level(read, "0008:01:00.0", "0010:01:00.0")).isEqualTo(Locality.CROSS_NUMA);
    }

    @Test
    void aNicForNvlinkManagementIsExcludedWithTheReason() {
        Reading.Read read = read(xml(PAIR.replace(
                "vendor=\"0x15b3\"", "vendor=\"0x15b3\" subsystem_vendor=\"0x15b3\" subsystem_device=\"0x1113\"")));

        assertThat(device(read, "0000:19:00.0").excluded()).contains("NVLink management (subsystem 15b3:1113)");
        assertThat(machine(read).ports()).isEmpty();
    }

    @Test
    void amdGpusHaveTheirOwnResource() {
        Reading.Read read = read(xml(PAIR.replace("0x10de", "0x1002").replace("0x030200", "0x120000")));

        assertThat(machine(read).gpus()).singleElement().satisfies(gpu -> {
            assertThat(gpu.resource()).hasToString("amd.com/gpu");
            assertThat(gpu.plugin()).isEqualTo(GpuPlugin.OTHER);
        });
    }

    @Test
    void aBusNumberBelowItsParentsIsNoted() {
        Reading.Read read = read(xml(PAIR.replace("0000:18:00.0", "0000:0f:00.0")));

        assertThat(read.survey().notes()).singleElement().asString().startsWith("line 4: 0000:0f:00.0 lies below");
    }

    @Test
    void moreDevicesThanCanBeSearchedGiveASurveyWithoutMachine() {
        StringBuilder gpus = new StringBuilder();
        for (int i = 0; i <= Machine.MAX_GPUS; i++) {
            gpus.append("<pci busid='0000:%02x:00.0' class='0x030200'/>".formatted(i));
        }
        Reading.Read read = read(xml("<system><cpu numaid='0'>" + gpus + "</cpu></system>"));

        assertThat(read.machine()).isNull();
        assertThat(read.survey().gpus()).hasSize(Machine.MAX_GPUS + 1);
        assertThat(read.survey().notes()).anyMatch(note -> note.contains("at most 31 and 63"));
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirLines() {
        assertThat(refusals(xml("""
                <system>
                  <cpu numaid="two">
                    <pci class="0x030200"/>
                    <pci busid="00:3b:00.0" class="0x030200"/>
                    <pci busid="0000:01:00.0" class="gpu"/>
                    <pci busid="0000:02:00.0" class="0x030200"/>
                    <pci busid="0000:02:00.0" class="0x020000"/>
                    <pci busid="0000:04:00.0" class="0x030200"><pci busid="0000:05:00.0"/></pci>
                    <pci busid="0000:06:00.0" class="0x020000"><gpu/></pci>
                    <pci busid="0000:07:00.0" vendor="0x10000"/>
                  </cpu>
                  <pci busid="0000:08:00.0"/>
                </system>""")))
                .containsExactlyInAnyOrder(
                        "some.xml:2: numaid 'two': allowed are -1 (unknown) to 1023",
                        "some.xml:3: <pci> has no busid",
                        "some.xml:4: busid '00:3b:00.0' is not a PCI address such as 0000:3b:00.0",
                        "some.xml:5: class 'gpu' is not a hexadecimal number up to 0xffffff",
                        "some.xml:7: busid 0000:02:00.0 occurs twice, first on line 6",
                        "some.xml:8: 0000:04:00.0 is a GPU and has PCI devices below it: only a bridge can",
                        "some.xml:9: holds <gpu> but its class says NIC",
                        "some.xml:10: vendor '0x10000' is not a hexadecimal number up to 0xffff",
                        "some.xml:12: <pci> outside of any <cpu>");
    }

    @Test
    void severalHostsInOneFileAreRefused() {
        assertThat(refusals(
                        xml("<system><cpu host_hash='0x1' numaid='0'/>\n<cpu host_hash='0x2' numaid='0'/></system>")))
                .singleElement()
                .asString()
                .startsWith("some.xml:2: describes 2 hosts");
    }

    @ParameterizedTest
    @CsvSource({
        "<topology/>, the root is <topology>",
        "<system><cpu>, is still open",
        "hello, not well-formed",
        "'<!DOCTYPE system [<!ENTITY a \"b\">]><system/>', document type declaration",
        "'<!DOCTYPE system SYSTEM \"file:///etc/passwd\"><system/>', document type declaration",
        "<system>&xxe;</system>, entity"
    })
    void whatIsNoTopologyIsRefused(String text, String reason) {
        assertThat(refusals(xml(text)))
                .singleElement()
                .asString()
                .startsWith("some.xml:1: ")
                .contains(reason);
    }

    @Test
    void depthIsLimited() {
        assertThat(read(xml("<system>" + "<a>".repeat(63) + "</a>".repeat(63) + "</system>"))
                        .survey()
                        .devices())
                .isEmpty();
        assertThat(refusals(xml("<system>" + "<a>".repeat(64) + "</a>".repeat(64) + "</system>")))
                .containsExactly("some.xml:1: more than 64 elements inside each other");
    }

    @Test
    void elementsAreLimited() {
        assertThat(read(xml("<system>" + "<a/>".repeat(4095) + "</system>"))
                        .survey()
                        .devices())
                .isEmpty();
        assertThat(refusals(xml("<system>" + "<a/>".repeat(4096) + "</system>")))
                .containsExactly("some.xml:1: more than 4096 elements");
    }

    @Test
    void bytesAreLimited() {
        String head = "<system/>";
        assertThat(read(xml(head + " ".repeat(Limits.FILE_BYTES - head.length())))
                        .survey()
                        .devices())
                .isEmpty();
        assertThat(refusals(xml(head + " ".repeat(Limits.FILE_BYTES - head.length() + 1))))
                .containsExactly("some.xml: larger than 16777216 bytes, the most that is read");
    }

    @Test
    void problemsAreLimited() {
        assertThat(Readings.problems(xml("<system><cpu numaid='0'>" + "<pci/>".repeat(200) + "</cpu></system>")))
                .hasSize(Problems.MAX + 1);
    }

    private static Machine machine(Reading.Read read) {
        return Objects.requireNonNull(read.machine());
    }
}
