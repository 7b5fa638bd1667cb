package io.switchman.events.machine;

import static io.switchman.events.machine.Readings.read;
import static io.switchman.events.machine.Readings.refusals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineReaderTest {
    @TempDir
    Path directory;

    @Test
    void contentTellsTheForm() throws IOException {
        Path xml = Files.writeString(directory.resolve("a.yaml"), "\ufeff\n <system/>");
        Path yaml = Files.writeString(directory.resolve("b.xml"), "machine: {name: it}\n");
        new SysfsTree(directory.resolve("root")).gpu("pci0000:10/0000:10:01.0", 0);

        assertThat(read(MachineReader.read(xml)).type()).isNull();
        assertThat(read(MachineReader.read(yaml)).type()).isNotNull();
        assertThat(read(MachineReader.read(directory.resolve("root"))).survey().gpus())
                .hasSize(1);
    }

    @Test
    void whatCannotBeReadIsRefusedByPath() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), " \n");

        assertThat(refusals(MachineReader.read(directory.resolve("none"))))
                .containsExactly(directory + "/none: does not exist");
        assertThat(refusals(MachineReader.read(empty))).containsExactly(empty + ": is empty");
        assertThat(refusals(MachineReader.read(directory)))
                .singleElement()
                .asString()
                .startsWith(directory + ": holds neither");
        assertThat(refusals(MachineReader.read(Path.of("/dev/zero"))))
                .containsExactly("/dev/zero: larger than 16777216 bytes, the most that is read");
    }

    @Test
    void namesOfVfsMustBeResourceNames() {
        assertThat(new Naming("a.com/pool").ofPort(3)).hasToString("a.com/pool");
        assertThat(new Naming("a.com/p%d").ofPort(3)).hasToString("a.com/p3");
        assertThatThrownBy(() -> new Naming("pool"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pool");
    }
}
