package io.switchman.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Bodies;
import io.switchman.extender.app.Cluster;
import io.switchman.extender.app.Watched;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class PreemptAnswerTest {
    @Test
    void aLargeBodyIsReadAndRefinedOffTheLoop() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Judge judge = new Judge(new Placer(), new Foresight());
        Cluster cluster = Cluster.of(Cluster.HGX)
                .judgedBy(new Watched(
                        judge, () -> threads.add(Thread.currentThread().getName())));
        cluster.claim("n1", "v", 0, 0xff);
        String pod = Bodies.pod("p", "\"note\":\"" + "x".repeat(2 << 20) + "\"", 10, "gpu", "4");
        try (Extender extender = new Extender(cluster)) {
            assertThat(extender.post("preempt", Bodies.preempt(pod, "n1=v", "n9=w"))
                            .body())
                    .isEqualTo(
                            "{\"NodeNameToMetaVictims\":{\"n1\":{\"Pods\":[{\"UID\":\"v\"}],\"NumPDBViolations\":0}}}");
            assertThat(extender.post("preempt", "{" + " ".repeat(2 << 20)).status())
                    .isEqualTo(400);
        }
        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("switchman-judge"));
    }
}
