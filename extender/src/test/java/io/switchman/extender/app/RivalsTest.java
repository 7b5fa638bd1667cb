package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.PodId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose holds are in the way. */
class RivalsTest {
    private static final GangId WEAK = new GangId("weak");
    private static final GangId MID = new GangId("mid");
    private static final GangId STRONG = new GangId("strong");

    private final Cluster cluster = Cluster.of(Cluster.HGX);

    @Test
    void theWeakestThatAreInTheWay() {
        hold("w", 0b11, WEAK);
        hold("m", 0b1100, MID);
        hold("s", 0b11_0000, STRONG);
        hold("single", 0b0100_0000, null);
        assertThat(rivals(0b1, WEAK, MID)).containsExactly(WEAK);
        assertThat(rivals(0b0100, WEAK, MID))
                .as("the weakest is not in the way")
                .containsExactly(MID);
        assertThat(rivals(0b0110, WEAK, MID)).containsExactly(WEAK, MID);
        assertThat(rivals(0b1000_0000, WEAK, MID)).as("nobody is").isEmpty();
        assertThat(rivals(0b01_0000, WEAK, MID)).as("it need not give way").isNull();
        assertThat(rivals(0b0100_0000, WEAK, MID))
                .as("nor need a pod that comes alone")
                .isNull();
    }

    private @Nullable List<GangId> rivals(int gpus, GangId... weakestFirst) {
        return Rivals.inTheWay(
                cluster.node("n1"),
                List.of(weakestFirst),
                left -> (gpus & ~left.unreserved().freeGpus()) == 0);
    }

    private void hold(String uid, int gpus, @Nullable GangId gang) {
        Node node = cluster.node("n1");
        Claim claim = new Claim(
                new PodId(uid),
                "train/" + uid,
                0,
                gpus,
                new int[node.machine().sources().size()]);
        Hold hold = gang == null ? Hold.firm(claim, 1) : Hold.ofGang(claim, 1, gang);
        cluster.keeper().apply(new ClusterEvent.HoldAsked("n1", hold));
    }
}
