package io.switchman.events.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.SriovPort;
import io.switchman.events.kube.feed.Translated;
import io.switchman.events.machine.PortFacts.Link;
import io.switchman.events.machine.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Objects of real clusters, counted by hand. */
class RealObjectsTest {
    @Test
    void aNodeStateOfAnOldOperator() throws IOException {
        String yaml = Files.readString(RealData.path("sriov/nodestate-cnfdf06-xxv710.yaml"));
        Object list = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonObject object = new Gson()
                .toJsonTree(list)
                .getAsJsonObject()
                .getAsJsonArray("items")
                .get(0)
                .getAsJsonObject();

        Translated<SriovNodeFacts> translated =
                Fixtures.translate(Fixtures.kinds().sriovNodes(), object);

        assertThat(translated.problems()).isEmpty();
        SriovNodeFacts facts = Objects.requireNonNull(translated.fact());
        assertThat(facts.node()).isEqualTo("cnfdf06.ran.dfwt5g.lab");
        assertThat(facts.sync()).isEqualTo(SriovNodeFacts.Sync.NONE);
        SriovPort port = facts.ports().stream()
                .filter(p -> p.address().toString().equals("0000:86:00.0"))
                .findFirst()
                .orElseThrow();
        assertThat(port.numVfs()).isEqualTo(6);
        assertThat(port.vfs()).hasSize(6).first().satisfies(vf -> {
            assertThat(vf.address()).hasToString("0000:86:02.0");
            assertThat(vf.id()).isZero();
            assertThat(vf.driver()).isEqualTo("iavf");
        });
        assertThat(port.link()).isEqualTo(Link.UP);
    }

    @Test
    void aNetworkStatus() throws IOException {
        String status = Files.readString(RealData.path("sriov/pod-network-status-e810.json"));
        JsonObject pod = JsonParser.parseString("{\"metadata\":{\"name\":\"p\",\"namespace\":\"n\",\"uid\":\"u\"}}")
                .getAsJsonObject();
        JsonObject annotations = new JsonObject();
        annotations.addProperty("k8s.v1.cni.cncf.io/network-status", status);
        pod.getAsJsonObject("metadata").add("annotations", annotations);
        pod.add("spec", new JsonObject());
        pod.getAsJsonObject("spec").add("containers", new JsonArray());

        Translated<PodFacts> translated = Fixtures.translate(Fixtures.kinds().pods(), pod);

        assertThat(translated.problems()).isEmpty();
        assertThat(Objects.requireNonNull(translated.fact()).evidence().networks())
                .singleElement()
                .satisfies(network -> {
                    assertThat(network.vf()).hasToString("0000:98:11.4");
                    assertThat(network.network()).isEqualTo("openshift-sriov-network-operator/sriov-ens3f1-vlan140");
                });
    }
}
