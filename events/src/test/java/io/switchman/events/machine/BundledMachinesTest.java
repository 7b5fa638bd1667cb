package io.switchman.events.machine;

import static io.switchman.topology.model.Locality.CROSS_NUMA;
import static io.switchman.topology.model.Locality.SAME_C2C;
import static io.switchman.topology.model.Locality.SAME_HOST_BRIDGE;
import static io.switchman.topology.model.Locality.SAME_NUMA;
import static io.switchman.topology.model.Locality.SAME_SWITCH;
import static io.switchman.topology.model.Locality.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundledMachinesTest {
    @Test
    void eachIsWhatItSays() {
        assertThat(BundledMachines.names())
                .containsExactly(
                        "hgx-h100",
                        "a100-hgx-2x2",
                        "oci-bm-gpu-h100-8",
                        "aws-p4d",
                        "aws-p5",
                        "h20-4rails",
                        "mi300x",
                        "gb300",
                        "kvm-flat",
                        "no-rdma");
        expect("hgx-h100", 8, 8, Map.of(SAME_SWITCH, 8, SAME_NUMA, 24, CROSS_NUMA, 32));
        expect("a100-hgx-2x2", 8, 16, Map.of(SAME_SWITCH, 32, CROSS_NUMA, 96));
        expect("oci-bm-gpu-h100-8", 8, 16, Map.of(SAME_SWITCH, 16, SAME_NUMA, 48, CROSS_NUMA, 64));
        expect("aws-p4d", 8, 4, Map.of(SAME_SWITCH, 8, SAME_NUMA, 8, CROSS_NUMA, 16));
        expect("aws-p5", 8, 32, Map.of(SAME_SWITCH, 32, SAME_NUMA, 96, CROSS_NUMA, 128));
        expect("h20-4rails", 8, 4, Map.of(SAME_SWITCH, 4, SAME_NUMA, 12, CROSS_NUMA, 16));
        expect("mi300x", 8, 8, Map.of(SAME_SWITCH, 8, SAME_NUMA, 24, CROSS_NUMA, 32));
        expect("gb300", 4, 4, Map.of(SAME_C2C, 8, CROSS_NUMA, 8));
        expect("kvm-flat", 8, 8, Map.of(UNKNOWN, 64));
        expect("no-rdma", 8, 0, Map.of());
    }

    @Test
    void onlyHalfTheGpusOfTheFourRailServerHaveAPortBeside() {
        Reading.Read read = Objects.requireNonNull(BundledMachines.named("h20-4rails"));

        List<Integer> beside = new ArrayList<>();
        for (int gpu = 0; gpu < 8; gpu++) {
            for (int port = 0; port < 4; port++) {
                if (machine(read).tree().level(gpu, port) == SAME_SWITCH) {
                    beside.add(gpu);
                }
            }
        }

        assertThat(beside).containsExactly(0, 2, 4, 6);
    }

    @Test
    void gpusOnOneHostBridgeAreKnownToBe() {
        Reading.Read read = Objects.requireNonNull(BundledMachines.named("no-rdma"));

        assertThat(Readings.level(read, "0000:18:00.0", "0000:19:00.0")).isEqualTo(SAME_HOST_BRIDGE);
        assertThat(Readings.level(read, "0000:18:00.0", "0000:35:00.0")).isEqualTo(SAME_NUMA);
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachIsInPciOrderWithOneRailForEachPort(String name) {
        Machine machine = machine(Objects.requireNonNull(BundledMachines.named(name)));

        assertThat(machine.name()).isEqualTo(name);
        assertThat(machine.gpus()).isSortedAccordingTo(Comparator.comparing(gpu -> gpu.address()));
        assertThat(machine.ports()).isSortedAccordingTo(Comparator.comparing(Port::id));
        for (int i = 0; i < machine.ports().size(); i++) {
            Port port = machine.ports().get(i);
            assertThat(port.rail()).hasToString("rail" + i);
            assertThat(port.pools())
                    .singleElement()
                    .satisfies(pool -> assertThat(pool.total()).isGreaterThanOrEqualTo(8));
            assertThat(port.pools().getFirst().resource()).hasToString("nvidia.com/sriov_rdma_vf_port" + i);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachBeginsWithWhatItIsAndHowItIsWired(String name) {
        assertThat(BundledMachines.yaml(name)).startsWith("# ").contains("# Wiring: ");
    }

    @Test
    void anUnknownNameIsNone() {
        assertThat(BundledMachines.named("none")).isNull();
        assertThat(BundledMachines.yaml("../index")).isNull();
    }

    static List<String> names() {
        return BundledMachines.names();
    }

    private static void expect(String name, int gpus, int ports, Map<Locality, Integer> levels) {
        Reading.Read read = Objects.requireNonNull(BundledMachines.named(name));
        assertThat(machine(read).gpus()).as(name).hasSize(gpus);
        assertThat(machine(read).ports()).as(name).hasSize(ports);
        assertThat(Readings.levels(read.survey())).as(name).isEqualTo(levels);
    }

    private static Machine machine(Reading.Read read) {
        return Objects.requireNonNull(read.machine());
    }
}
