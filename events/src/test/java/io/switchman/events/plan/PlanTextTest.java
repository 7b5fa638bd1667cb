package io.switchman.events.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is written in one way, and read back as it was; nothing else is read. */
class PlanTextTest {
    private static final String PAIR = """
            {"v":1,"id":"7f3a9c","node":"gpu-002","gen":4711,"class":"CERTAIN","p":1.0,"met":true,\
            "locality":"SAME_C2C","gpus":["0000:1b:00.0","0000:1c:00.0"],\
            "vfs":{"nvidia.com/rail0":{"0000:1a:00.0":1,"0000:1a:00.0/2":3},"nvidia.com/rail1":{"0000:1d:00.0":1}},\
            "extent":"exact"}""";
    private static final String CHOICE = """
            {"v":1,"id":"a-1","node":"n7.example.com","gen":0,"class":"CHANCE","p":0.1225,"met":false,\
            "locality":"SAME_SWITCH","gpus":["0000:10:00.0","0000:11:00.0"],"vfs":{},"extent":"oneOf",\
            "among":["0000:10:00.0","0000:11:00.0","0000:14:00.0"],"gpuSets":[[0,1],[1,2]]}""";

    @Test
    void writesOneText() {
        assertThat(PlanText.write(Plans.PAIR)).isEqualTo(PAIR);
        assertThat(PlanText.write(Plans.CHOICE)).isEqualTo(CHOICE);
    }

    @Test
    void readsWhatIsWritten() {
        SplittableRandom random = new SplittableRandom(20261125);
        int choices = 0;
        for (int i = 0; i < 3000; i++) {
            PlacedPlan plan = Plans.random(random);
            String text = PlanText.write(plan);
            assertThat(text).as("plan %s", plan).isNotNull();
            assertThat(PlanText.read(String.valueOf(text))).isEqualTo(new PlanReading.Read(plan));
            choices += plan.extent() instanceof PlanExtent.OneOf ? 1 : 0;
        }
        assertThat(choices).isGreaterThan(500);
    }

    @Test
    void leavesFieldsAloneThatItDoesNotKnow() {
        assertThat(PlanText.read(PAIR.replace("\"v\":1,", "\"v\":1,\"later\":{\"a\":[1]},")))
                .isEqualTo(new PlanReading.Read(Plans.PAIR));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "v":1,                | "v":2,                  | '2' is not a whole number from 1 to 1
            "v":1,                | "v":"1",                | plan v
            "v":1,                | ``                      | it is not complete
            "id":"7f3a9c"         | "id":"A"                | plan id: 'A' has not the form
            "id":"7f3a9c"         | "id":""                 | plan id
            "node":"gpu-002"      | "node":"../x"           | plan node
            "node":"gpu-002"      | "node":7                | is not a text
            "gen":4711            | "gen":-1                | plan gen
            "gen":4711            | "gen":1e99              | plan gen
            "gen":4711            | "gen":9999999999999999999 | plan gen
            "CERTAIN"             | "SURE"                  | 'SURE' is not allowed
            "p":1.0               | "p":1.5                 | must be a number from 0 to 1
            "p":1.0               | "p":1e9999999           | must be a number from 0 to 1
            "p":1.0               | "p":"1"                 | must be a number from 0 to 1
            "p":1.0               | "p":NaN                 | not a JSON object
            "met":true            | "met":"yes"             | is not true or false
            "SAME_C2C"            | "NEAR"                  | 'NEAR' is not allowed
            0000:1c:00.0          | 0000:1b:00.0            | the same address twice
            0000:1c:00.0          | 1c:00.0                 | is not a PCI address
            "gpus":[              | "gpus":[[],             | a list
            "0000:1d:00.0":1      | "0000:1d:00.0":0        | whole number
            "0000:1d:00.0":1      | "0000:1d:00.0":65536    | whole number
            "0000:1d:00.0":1      | "0000:1d:00.0":1,"0000:1d:00.0":2 | each name once
            "nvidia.com/rail1":   | "nvidia.com/rail0":{"0000:1a:00.0":1},"nvidia.com/rail1": | each name once
            "0000:1d:00.0":1      | "0000:1D:00.0":1        | is not a port
            "0000:1d:00.0":1      | "0000:1d:00.0/1":1      | is not a port
            "0000:1d:00.0":1      | "0000:1d:00.0/99999999999":1 | is not a port
            nvidia.com/rail1      | rail1                   | is not a resource name
            "exact"               | "oneOf"                 | it is not complete
            "exact"               | "oneOf","among":["0000:1b:00.0"],"gpuSets":[[0],[1]] | no index
            "exact"               | "oneOf","among":["0000:1b:00.0"],"gpuSets":[[0],[0]] | fewer than two
            "exact"               | "oneOf","among":["0000:1b:00.0"],"gpuSets":[0,1]     | is not a list
            "exact"               | "some"                  | plan extent
            "exact"}              | "exact"}}               | not a JSON object
            "exact"}              | "exact"                 | not a JSON object
            "exact"               | "exact","é":1           | not ASCII
            """)
    void saysWhatIsWrong(String part, String instead, String reason) {
        assertThat(PAIR).contains(part);
        assertThat(PlanText.read(PAIR.replace(part, instead)))
                .isInstanceOfSatisfying(
                        PlanReading.Unreadable.class,
                        wrong -> assertThat(wrong.reason()).contains(reason).hasSizeLessThan(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "{}", "7", "\"x\"", "{\"v\":1}", "\0", "{\"v\":1}{}", "<xml/>"})
    void refusesWhatIsNoPlan(String text) {
        assertThat(PlanText.read(text)).isInstanceOf(PlanReading.Unreadable.class);
    }

    @Test
    void refusesWhatIsHuge() {
        assertThat(PlanText.read("[".repeat(4096))).isInstanceOf(PlanReading.Unreadable.class);
        assertThat(PlanText.read("{\"v\":1,\"x\":\"" + "x".repeat(1 << 20) + "\"}"))
                .isEqualTo(new PlanReading.Unreadable("it has 1048590 characters: allowed are 4096"));
    }

    @Test
    void nothingThatIsGarbledThrows() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? PAIR : CHOICE);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(' ', 127));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    default -> text.insert(at, text.charAt(random.nextInt(text.length())));
                }
            }
            assertThat(PlanText.read(text.toString())).isNotNull();
        }
    }

    @Test
    void saysLessWhereAllWouldBeTooMuch() {
        List<List<PciAddress>> sets = IntStream.range(1, 1000)
                .mapToObj(bits -> IntStream.range(0, 10)
                        .filter(gpu -> (bits >> gpu & 1) != 0)
                        .mapToObj(Plans::gpu)
                        .toList())
                .toList();
        String text = PlanText.write(Plans.PAIR.with(new PlanExtent.OneOf(sets)));

        assertThat(text).isEqualTo(PAIR.replace("exact", "any"));
    }

    @Test
    void writesNothingThatWouldBeTooLong() {
        List<PlannedVfs> vfs = new ArrayList<>();
        for (int i = 0; i < 63; i++) {
            ResourceName resource = new ResourceName("example.com/" + "x".repeat(50) + i);
            vfs.add(new PlannedVfs(resource, new PortId(Plans.gpu(i)), 1));
        }
        PlacedPlan plan = new PlacedPlan("x", "n", 1, Plans.PAIR.promise(), List.of(), vfs, new PlanExtent.Exact());

        assertThat(PlanText.write(plan)).isNull();
    }
}
