package io.switchman.topology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @ParameterizedTest
    @CsvSource({
        "0000:3b:00.0, 0000:3b:00.0",
        "0000:3B:00.1, 0000:3b:00.1",
        "00000000:0F:00.0, 0000:0f:00.0",
        "10000:e1:00.0, 10000:e1:00.0",
        "00010000:E1:00.0, 10000:e1:00.0",
        "7fffffff:ff:1f.7, 7fffffff:ff:1f.7",
        "ffff:ff:01.0, ffff:ff:01.0"
    })
    void addressIsReadInEveryForm(String text, String sysfs) {
        assertThat(PciAddress.of(text)).hasToString(sysfs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3b:00.0",
                "000:3b:00.0",
                "000000000:3b:00.0",
                "0000:3b:00",
                "0000:3b:00.8",
                "0000:3b:20.0",
                "0000:3g:00.0",
                "0000:3b:00.0 ",
                "0000-3b:00.0",
                "80000000:3b:00.0",
                "0000:3b:00.00",
                "0000:3b:+0.0",
                "００００:3b:00.0"
            })
    void anythingElseIsNoAddress(String text) {
        assertThat(PciAddress.parse(text)).isNull();
    }

    @Test
    void badAddressSaysHowToWriteOne() {
        assertThatThrownBy(() -> PciAddress.of("3b:00.0"))
                .hasMessageContaining("'3b:00.0'")
                .hasMessageContaining("0000:3b:00.0");
    }

    @Test
    void addressesSortByNumberNotByText() {
        assertThat(PciAddress.of("10000:00:00.0")).isGreaterThan(PciAddress.of("ffff:00:00.0"));
        assertThat(PciAddress.of("0000:3b:00.1")).isGreaterThan(PciAddress.of("0000:3b:00.0"));
    }

    @Test
    void secondPortOfFunctionIsNamed() {
        PciAddress function = PciAddress.of("0000:3b:00.0");

        assertThat(new PortId(function)).hasToString("0000:3b:00.0");
        assertThat(new PortId(function, 2)).hasToString("0000:3b:00.0/2").isGreaterThan(new PortId(function));
        assertThatThrownBy(() -> new PortId(function, 0)).hasMessageContaining("below 1");
    }

    @Test
    void unknownNumaNodeIsNotEvenItself() {
        assertThat(NumaId.UNKNOWN.isSameAs(NumaId.UNKNOWN)).isFalse();
        assertThat(new NumaId(3).isSameAs(new NumaId(3))).isTrue();
        assertThatThrownBy(() -> new NumaId(-2)).hasMessageContaining("-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nvidia.com/gpu", "nvidia.com/sriov_rdma_vf_port0", "a/b", "example.com/A.b-c_d"})
    void resourceNames(String text) {
        assertThat(ResourceName.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "/gpu", "nvidia.com/", "Nvidia.com/gpu", "nvidia.com/-gpu", "a/b/c", "a/b "})
    void noResourceNames(String text) {
        assertThat(ResourceName.isValid(text)).isFalse();
    }
}
