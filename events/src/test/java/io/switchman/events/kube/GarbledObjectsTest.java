package io.switchman.events.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.Translated;
import io.switchman.events.machine.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an object holds, it is translated: nothing throws, each problem says where and what, and the rest counts. */
class GarbledObjectsTest {
    private static final int ROUNDS = 400;
    private static final int MOST_CHANGES = 5;

    static Stream<Arguments> fixtures() {
        return TranslationTest.fixtures()
                .filter(arguments -> !String.valueOf(arguments.get()[0]).endsWith("garbled"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void nothingThrows(String name, Kind<? extends Fact> kind) {
        JsonObject good = Fixtures.whole(name);
        ObjectKey key = Fixtures.key(good);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            JsonObject object = good.deepCopy();
            int changes = 1 + random.nextInt(MOST_CHANGES);
            for (int i = 0; i < changes; i++) {
                garble(object, random);
            }

            Translated<? extends Fact> translated = kind.translate(key, object);

            String shown = "round " + round + ": " + object;
            assertThat(translated.fact()).as(shown).isNotNull();
            for (Problem problem : translated.problems()) {
                assertThat(problem.where()).as(shown).startsWith(kind.name() + "/" + key.path());
                assertThat(problem.what()).as(shown).isNotBlank().doesNotContain("bug");
            }
        }
    }

    /** A wrong value in one field is told of, and takes no other with it. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void oneWrongFieldIsOneProblem(String name, Kind<? extends Fact> kind) {
        JsonObject good = Fixtures.projected(Fixtures.text(name + ".json"), kind);
        ObjectKey key = Fixtures.key(good);
        for (String section : List.of("spec", "status")) {
            if (!(good.get(section) instanceof JsonObject fields)) {
                continue;
            }
            for (String field : List.copyOf(fields.keySet())) {
                JsonObject object = good.deepCopy();
                JsonArray wrong = new JsonArray();
                wrong.add(new JsonArray());
                object.getAsJsonObject(section).add(field, wrong);

                assertThat(kind.translate(key, object).problems())
                        .as("%s.%s", section, field)
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.where()).contains(section + "." + field));
            }
        }
    }

    private static void garble(JsonObject root, SplittableRandom random) {
        List<JsonElement> holders = new ArrayList<>();
        collect(root, holders);
        JsonElement holder = holders.get(random.nextInt(holders.size()));
        if (holder instanceof JsonObject object && !object.isEmpty()) {
            List<String> names = List.copyOf(object.keySet());
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.add(name + "x", object.remove(name));
                default -> object.add(name, junk(random, holders));
            }
        } else if (holder instanceof JsonArray array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(index);
                case 1 -> array.add(array.get(index).deepCopy());
                default -> array.set(index, junk(random, holders));
            }
        }
    }

    private static void collect(JsonElement value, List<JsonElement> holders) {
        if (value instanceof JsonObject object) {
            holders.add(object);
            object.asMap().values().forEach(child -> collect(child, holders));
        } else if (value instanceof JsonArray array) {
            holders.add(array);
            array.forEach(child -> collect(child, holders));
        }
    }

    private static JsonElement junk(SplittableRandom random, List<JsonElement> holders) {
        return switch (random.nextInt(12)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(true);
            case 2 -> new JsonPrimitive(-1);
            case 3 -> new JsonPrimitive(1e300);
            case 4 -> new JsonPrimitive(Long.MAX_VALUE);
            case 5 -> new JsonPrimitive("");
            case 6 -> new JsonPrimitive("\u0000\ud800{}[]");
            case 7 -> new JsonPrimitive("x".repeat(5000));
            case 8 -> new JsonArray();
            case 9 -> new JsonObject();
            case 10 -> new JsonPrimitive("0000:18:00.1");
            default -> holders.get(random.nextInt(holders.size())).deepCopy();
        };
    }
}
