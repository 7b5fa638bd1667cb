package io.switchman.events.kube.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ProjectedReaderTest {
    private static final Projection.Fields SOME = Projection.fields("a")
            .and("list", Projection.fields("x"))
            .and("by", Projection.matching(name -> name.startsWith("m")));

    @Test
    void keepsOnlyWhatTheProjectionNames() throws IOException {
        String json = "{\"a\":{\"z\":[1,null,true,\"t\"]},\"b\":1,\"list\":[{\"x\":1,\"y\":2},5,[{\"x\":3,\"y\":4}]],"
                + "\"by\":{\"m1\":{\"q\":1},\"n\":2}}";

        assertThat(read(json, 10_000).toString())
                .isEqualTo(
                        "{\"a\":{\"z\":[1,null,true,\"t\"]},\"list\":[{\"x\":1},5,[{\"x\":3}]],\"by\":{\"m1\":{\"q\":1}}}");
    }

    @Test
    void staysInStepPastItsLimit() throws IOException {
        JsonReader in = json("[{\"a\":\"" + "x".repeat(500) + "\",\"list\":[{\"x\":1}]},{\"a\":1}]");
        in.beginArray();
        ProjectedReader first = new ProjectedReader(in, 100);
        JsonElement cut = first.read(SOME);
        ProjectedReader second = new ProjectedReader(in, 100);

        assertThat(first.isCut()).isTrue();
        assertThat(((JsonObject) cut).has("list")).isFalse();
        assertThat(second.read(SOME)).hasToString("{\"a\":1}");
        assertThat(second.isCut()).isFalse();
    }

    @Test
    void whatIsNoJsonIsAnError() {
        assertThatThrownBy(() -> read("{\"a\":oops}", 100)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{\"a\":1", 100)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}", 1_000_000))
                .isInstanceOf(IOException.class);
    }

    @Test
    void annotationsThatAreNoJsonAreNull() {
        assertThat(JsonText.parse("[{\"a\":1}]")).hasToString("[{\"a\":1}]");
        assertThat(JsonText.parse("[] x")).isNull();
        assertThat(JsonText.parse("nonsense")).isNull();
        assertThat(JsonText.parse("[" + "1,".repeat(200_000) + "1]")).isNull();
        assertThat(JsonText.parse("")).isNull();
    }

    private static JsonElement read(String json, int max) throws IOException {
        return new ProjectedReader(json(json), max).read(SOME);
    }

    private static JsonReader json(String text) {
        JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        return in;
    }
}
