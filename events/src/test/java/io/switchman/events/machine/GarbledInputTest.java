package io.switchman.events.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a description, a reader answers with a value: read, or refused with at least one problem. */
class GarbledInputTest {
    private static final int ROUNDS = 150;
    private static final int MOST_CHANGES = 4;
    private static final byte[] LIKELY =
            "<>\"'{}[]:,#&*!|-0x\n \0\u00ff9af/=?%@~".getBytes(StandardCharsets.ISO_8859_1);

    private static final String XML = """
            <system version="1">
              <cpu numaid="0">
                <pci busid="0000:16:00.0" class="0x060400" vendor="0x1000" device="0xc030">
                  <pci busid="0000:18:00.0" class="0x030200" vendor="0x10de"><gpu><c2c/><nvlink target="x"/></gpu></pci>
                  <pci busid="0000:19:00.0" class="0x020700"><nic><net name="a" port="2"/></nic></pci>
                </pci>
              </cpu>
              <cpu><nic><net name="b"/></nic></cpu>
            </system>
            """;

    @ParameterizedTest
    @MethodSource("names")
    void yamlNeverThrows(String name) {
        byte[] good = Objects.requireNonNull(BundledMachines.yaml(name)).getBytes(StandardCharsets.UTF_8);
        garble(good, name.hashCode(), bytes -> MachineTypeReader.read("x", bytes, Naming.PER_PORT));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void xmlNeverThrows(int seed) {
        byte[] good = XML.getBytes(StandardCharsets.UTF_8);
        garble(good, seed, bytes -> NcclXmlReader.read("x", bytes, Naming.PER_PORT));
    }

    static List<String> names() {
        return BundledMachines.names();
    }

    static List<Integer> seeds() {
        return List.of(1, 2, 3, 4, 5);
    }

    private interface Reader {
        Reading read(byte[] bytes);
    }

    private static void garble(byte[] good, int seed, Reader reader) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = good.clone();
            int changes = 1 + random.nextInt(MOST_CHANGES);
            for (int i = 0; i < changes; i++) {
                bytes[random.nextInt(bytes.length)] = LIKELY[random.nextInt(LIKELY.length)];
            }
            String shown = "seed " + seed + ", round " + round;
            assertThatCode(() -> {
                        if (reader.read(bytes) instanceof Reading.Unreadable refused) {
                            assertThat(refused.problems()).as(shown).isNotEmpty();
                        }
                    })
                    .as(shown)
                    .doesNotThrowAnyException();
        }
    }
}
