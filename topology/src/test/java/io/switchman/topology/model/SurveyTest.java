package io.switchman.topology.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Chains as machines have them, and what is left of them. */
class SurveyTest {
    private static final PciId MI300X_PACKAGE = new PciId(0x1022, 0x1500);
    private static final PciId PEX_GEN4 = new PciId(0x1000, 0xc010);
    private static final PciId PEX_GEN5 = new PciId(0x1000, 0xc030);
    private static final PciId CONNECTX = new PciId(0x15b3, 0x1979);
    private static final PciId OTHER = new PciId(0x104c, 0x8232);

    @Test
    void bridgeInsideGpuPackageIsNoSwitch() {
        Survey survey = survey(
                device("0000:05:00.0", DeviceKind.GPU, 0, port("01", OTHER, 0), port("03", MI300X_PACKAGE, 0)),
                device("0000:06:00.0", DeviceKind.NIC, 0, port("01", OTHER, 0)));

        assertThat(level(survey, "0000:05:00.0", "0000:06:00.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void bridgeToOneGpuAloneIsNoSwitchWhateverItsIds() {
        Survey survey = survey(
                device("0000:05:00.0", DeviceKind.GPU, 0, port("01", OTHER, 0), port("03", PciId.UNKNOWN, 0)),
                device("0000:06:00.0", DeviceKind.NIC, 0, port("01", OTHER, 0)));

        assertThat(level(survey, "0000:05:00.0", "0000:06:00.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void bridgeToGpuAndAnythingElseIsSwitch() {
        Survey survey = survey(
                device("0000:05:00.0", DeviceKind.GPU, 0, port("01", OTHER, 0), port("03", PciId.UNKNOWN, 0)),
                device("0000:05:01.0", DeviceKind.OTHER, 0, port("01", OTHER, 0), port("03", PciId.UNKNOWN, 0)),
                device("0000:06:00.0", DeviceKind.NIC, 0, port("01", OTHER, 0)));

        assertThat(level(survey, "0000:05:00.0", "0000:06:00.0")).isEqualTo(Locality.SAME_SWITCH_TREE);
    }

    @Test
    void functionsOfOneGpuDoNotMakeSwitch() {
        Survey survey = survey(
                device("0000:05:00.0", DeviceKind.GPU, 0, port("01", OTHER, 0), port("03", PciId.UNKNOWN, 0)),
                device("0000:05:00.1", DeviceKind.OTHER, 0, port("01", OTHER, 0), port("03", PciId.UNKNOWN, 0)),
                device("0000:06:00.0", DeviceKind.NIC, 0, port("01", OTHER, 0)));

        assertThat(level(survey, "0000:05:00.0", "0000:06:00.0")).isEqualTo(Locality.SAME_SWITCH);
    }

    @Test
    void levelsOfOneGen4ChipAreOneSwitch() {
        assertThat(twoLevels(PEX_GEN4, 0xa023, 0xa024)).isEqualTo(Locality.SAME_SWITCH);
        assertThat(twoLevels(PEX_GEN4, 0x0023, 0xa024)).isEqualTo(Locality.SAME_SWITCH_TREE);
    }

    @Test
    void levelsOfOneGen5ChipAreOneSwitch() {
        assertThat(twoLevels(PEX_GEN5, 0x0144, 0x1004)).isEqualTo(Locality.SAME_SWITCH);
        assertThat(twoLevels(PEX_GEN5, 0x1004, 0x0144)).isEqualTo(Locality.SAME_SWITCH_TREE);
        assertThat(twoLevels(PEX_GEN5, 0x0100, 0x0100)).as("two chips").isEqualTo(Locality.SAME_SWITCH_TREE);
    }

    @Test
    void levelsOfOneConnectxAreOneSwitch() {
        assertThat(twoLevels(CONNECTX, 0, 0)).isEqualTo(Locality.SAME_SWITCH);
        assertThat(twoLevels(OTHER, 0, 0)).isEqualTo(Locality.SAME_SWITCH_TREE);
    }

    @Test
    void irregularChainCountsItsRootPortOnly() {
        PciAddress gpu = PciAddress.of("0000:05:00.0");
        PciAddress nic = PciAddress.of("0000:06:00.0");
        List<Bridge> even = List.of(bridge("0000:00:01.0"), bridge("0000:01:00.0"));
        Survey survey = survey(
                new RawDevice(gpu, DeviceKind.GPU, PciePath.ofBridges(gpu, even), new NumaId(0)),
                new RawDevice(nic, DeviceKind.NIC, PciePath.ofBridges(nic, even), new NumaId(0)));

        assertThat(survey.find(gpu)).isNotNull();
        assertThat(located(survey, "0000:05:00.0").switches()).isEmpty();
        assertThat(level(survey, "0000:05:00.0", "0000:06:00.0")).isEqualTo(Locality.SAME_SWITCH_TREE);
        assertThat(survey.notes()).anyMatch(note -> note.contains("even number of bridges"));
    }

    @Test
    void onlyHostBridgeOfSeveralNumaNodesSaysNothing() {
        Survey survey = survey(
                device("0000:05:00.0", DeviceKind.GPU, 0),
                device("0000:06:00.0", DeviceKind.NIC, 0),
                device("0000:07:00.0", DeviceKind.GPU, 1));

        assertThat(level(survey, "0000:05:00.0", "0000:06:00.0")).isEqualTo(Locality.SAME_NUMA);
        assertThat(level(survey, "0000:07:00.0", "0000:06:00.0")).isEqualTo(Locality.CROSS_NUMA);
        assertThat(survey.notes()).anyMatch(note -> note.contains("host bridge tells nothing"));
    }

    @Test
    void hostBridgeCountsWhereThereAreTwo() {
        PciAddress gpu = PciAddress.of("0000:3b:00.0");
        PciAddress nic = PciAddress.of("0000:3c:00.0");
        PciAddress far = PciAddress.of("0000:85:00.0");
        Survey survey = survey(
                below(gpu, DeviceKind.GPU, 0, "0000:3a:00.0"),
                below(nic, DeviceKind.NIC, 0, "0000:3a:02.0"),
                below(far, DeviceKind.GPU, 0, "0000:84:00.0"));

        assertThat(level(survey, "0000:3b:00.0", "0000:3c:00.0")).isEqualTo(Locality.SAME_HOST_BRIDGE);
        assertThat(level(survey, "0000:85:00.0", "0000:3c:00.0")).isEqualTo(Locality.SAME_NUMA);
    }

    @Test
    void unknownNumaNodeIsUnknownNotCrossing() {
        Survey survey = survey(device("0000:05:00.0", DeviceKind.GPU, -1), device("0000:06:00.0", DeviceKind.NIC, -1));

        assertThat(level(survey, "0000:05:00.0", "0000:06:00.0")).isEqualTo(Locality.UNKNOWN);
    }

    @Test
    void domainsAboveFourDigitsKeepTheirOrder() {
        Survey survey = survey(
                device("10001:05:00.0", DeviceKind.GPU, 0, port("01", OTHER, 0)),
                device("0002:06:00.0", DeviceKind.NIC, 0, port("02", OTHER, 0)),
                device("10000:07:00.0", DeviceKind.NIC, 0, port("01", OTHER, 0)));

        assertThat(survey.devices())
                .map(device -> device.address().toString())
                .containsExactly("0002:06:00.0", "10000:07:00.0", "10001:05:00.0");
    }

    @Test
    void excludedDevicesStayInSightButTakeNoPart() {
        Survey survey = survey(
                device("0000:05:00.0", DeviceKind.GPU, 0).exclude("a display adapter"),
                device("0000:06:00.0", DeviceKind.NIC, 0),
                device("0000:07:00.0", DeviceKind.OTHER, 0));

        assertThat(survey.gpus()).singleElement().matches(gpu -> !gpu.takesPart());
        assertThat(survey.nics()).singleElement().matches(Device::takesPart);
    }

    /** A GPU and a NIC below the outer, and another NIC below the inner of two levels with the same ids. */
    private static Locality twoLevels(PciId id, int outerSubsystem, int innerSubsystem) {
        Bridge outer = port("01", id, outerSubsystem);
        Bridge inner = port("03", id, innerSubsystem);
        Survey survey = survey(
                device("0000:05:00.0", DeviceKind.GPU, 0, outer, inner),
                device("0000:05:01.0", DeviceKind.NIC, 0, outer, inner),
                device("0000:06:00.0", DeviceKind.NIC, 0, outer));
        return level(survey, "0000:05:00.0", "0000:06:00.0");
    }

    private static Survey survey(RawDevice... devices) {
        return Survey.of(List.of(devices), List.of());
    }

    private static RawDevice device(String address, DeviceKind kind, int numa, Bridge... upstreamPorts) {
        PciAddress parsed = PciAddress.of(address);
        PciePath path = upstreamPorts.length == 0
                ? new PciePath(new HostBridge(0, 0), null, List.of(), false)
                : PciePath.ofUpstreamPorts(List.of(upstreamPorts));
        return new RawDevice(parsed, kind, path, new NumaId(numa));
    }

    private static RawDevice below(PciAddress address, DeviceKind kind, int numa, String rootPort) {
        List<Bridge> chain = new ArrayList<>(List.of(bridge(rootPort)));
        return new RawDevice(address, kind, PciePath.ofBridges(address, chain), new NumaId(numa));
    }

    private static Bridge bridge(String address) {
        return new Bridge(PciAddress.of(address));
    }

    private static Bridge port(String bus, PciId id, int subsystem) {
        return new Bridge(PciAddress.of("0000:" + bus + ":00.0"), id, new PciId(0x1000, subsystem));
    }

    private static Location located(Survey survey, String address) {
        return Objects.requireNonNull(survey.find(PciAddress.of(address))).location();
    }

    private static Locality level(Survey survey, String a, String b) {
        return located(survey, a).to(located(survey, b));
    }
}
