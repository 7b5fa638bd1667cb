package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.machine.BundledMachines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopoCommandTest {
    private static final String FILE = """
            <system>
              <cpu numaid="0">
                <pci busid="00000000:16:00.0">
                  <pci busid="0000:1A:00.0" class="0x030200"/>
                  <pci busid="0000:19:00.0" class="0x020700"><nic><net name="mlx5_0" port="1"/></nic></pci>
                </pci>
                <pci busid="0000:27:00.0" class="0x020700" subsystem_vendor="0x15b3" subsystem_device="0x1113"/>
              </cpu>
              <cpu numaid="-1"><pci busid="0000:30:00.0" class="0x030200"/></cpu>
            </system>
            """;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String file = "";

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("machine.xml"), FILE).toString();
    }

    @Test
    void jsonHasDevicesPairsAndNotesInTheFilesSpelling() {
        assertThat(run("topo", "--output", "json", file)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .isEqualTo("""
                { "devices": [
                 { "address": "0000:19:00.0", "kind": "nic", "numa": 0, "switches": [ "00000000:16:00.0" ], "excluded": null },
                 { "address": "0000:1A:00.0", "kind": "gpu", "numa": 0, "switches": [ "00000000:16:00.0" ], "excluded": null },
                 { "address": "0000:27:00.0", "kind": "nic", "numa": 0, "switches": [ ], "excluded":
                 "a ConnectX for NVLink management (subsystem 15b3:1113), not a rail" },
                 { "address": "0000:30:00.0", "kind": "gpu", "numa": null, "switches": [ ], "excluded": null } ],
                 "pairs": [
                 { "gpu": "0000:1A:00.0", "nic": "0000:19:00.0", "level": "SAME_SWITCH" },
                 { "gpu": "0000:30:00.0", "nic": "0000:19:00.0", "level": "UNKNOWN" } ],
                 "notes": [ "line 9: numaid is -1: the NUMA node of its devices is unknown" ] }
                """.replace("\n", " ").replaceAll("\\s+", " "));
    }

    @Test
    void theTableHasTreeMatrixAndNotes() {
        assertThat(run("topo", file)).isZero();
        assertThat(out.toString()).isEqualTo("""
                NUMA node 0
                +- switch 00000000:16:00.0
                |  +- NIC0 0000:19:00.0 mlx5_0
                |  `- GPU0 0000:1A:00.0
                `- NIC 0000:27:00.0 (excluded: a ConnectX for NVLink management (subsystem 15b3:1113), not a rail)
                NUMA node unknown
                `- GPU1 0000:30:00.0

                        NIC0
                GPU0    switch
                GPU1    ?

                switch  SAME_SWITCH: GPUDirect RDMA by default
                ?       UNKNOWN

                Notes:
                - line 9: numaid is -1: the NUMA node of its devices is unknown
                """);
    }

    @Test
    void aMachineWithoutDevicesSaysSo() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.xml"), "<system/>");

        assertThat(run("topo", empty.toString())).isZero();
        assertThat(out.toString()).isEqualTo("No GPUs and no NICs.\n");
    }

    @Test
    void problemsGoToStderrOneALine() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "machine: {gpu: [], nvlink: x}\n");

        assertThat(run("topo", "--output", "json", wrong.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith(wrong + ":1 machine."));
    }

    @Test
    void wrongUsageIsTwoAndSaysWhatIsAllowed() {
        assertThat(run("topo", "--output", "xml", file)).isEqualTo(2);
        assertThat(err.toString()).contains("'xml'; allowed are table, json");
        assertThat(run("topo", file, file)).isEqualTo(2);
        assertThat(run("topo", file + "x")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void everyBundledMachineCanBeShown(String name) throws IOException {
        Path yaml = Files.writeString(directory.resolve(name), String.valueOf(BundledMachines.yaml(name)));

        assertThat(run("topo", yaml.toString())).isZero();
        assertThat(out.toString()).startsWith("NUMA node ").contains("GPU3").doesNotContain(" \n");
    }

    static List<String> bundled() {
        return BundledMachines.names();
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
