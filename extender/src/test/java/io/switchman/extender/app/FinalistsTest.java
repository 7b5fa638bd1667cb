package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Finalists.Finalist;
import io.switchman.extender.prefer.Liking;
import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.NodeRank;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalistsTest {
    private static final Liking.Raw PLAIN = new Liking.Raw(0, 0);
    private static final Liking.Raw LIKED = new Liking.Raw(9, 0);
    private static final Liking.Raw TAINTED = new Liking.Raw(0, 1);

    @Test
    void railsComeBeforeDamage() {
        assertThat(best(
                        of(0, 0, RailsAgreement.UNKNOWN, LIKED),
                        of(9, 9, RailsAgreement.CERTAIN, TAINTED),
                        of(0, 0, RailsAgreement.BROKEN, LIKED)))
                .isEqualTo(1);
        assertThat(best(of(0, 0, RailsAgreement.BROKEN, LIKED), of(9, 9, RailsAgreement.UNKNOWN, TAINTED)))
                .isEqualTo(1);
    }

    @Test
    void damageComesBeforeWhatIsLiked() {
        assertThat(best(of(2, 0, RailsAgreement.UNKNOWN, LIKED), of(1, 9, RailsAgreement.UNKNOWN, TAINTED)))
                .isEqualTo(1);
    }

    @Test
    void whatIsLikedComesBeforeBalance() {
        assertThat(best(of(1, 0, RailsAgreement.UNKNOWN, TAINTED), of(1, 9, RailsAgreement.UNKNOWN, PLAIN)))
                .isEqualTo(1);
        assertThat(best(of(1, 0, RailsAgreement.UNKNOWN, PLAIN), of(1, 9, RailsAgreement.UNKNOWN, LIKED)))
                .isEqualTo(1);
    }

    @Test
    void balanceComesBeforeTheOrderOfNames() {
        assertThat(best(of(1, 2, RailsAgreement.UNKNOWN, PLAIN), of(1, 1, RailsAgreement.UNKNOWN, PLAIN)))
                .isEqualTo(1);
        assertThat(best(of(1, 1, RailsAgreement.UNKNOWN, PLAIN), of(1, 1, RailsAgreement.UNKNOWN, PLAIN)))
                .isZero();
    }

    @Test
    void nodesThatAreLessSureOrFartherAreNotTied() {
        long first = rank(true, Locality.SAME_SWITCH, 5, 5);
        long damaged = rank(true, Locality.SAME_SWITCH, 900, 0);
        long farther = rank(true, Locality.SAME_NUMA, 0, 0);
        long unmet = rank(false, Locality.SAME_SWITCH, 0, 0);
        assertThat(Finalists.tied(new long[] {first, damaged, farther})).isEqualTo(2);
        assertThat(Finalists.tied(new long[] {first, unmet})).isEqualTo(1);
        assertThat(Finalists.tied(new long[0])).isZero();
    }

    private static int best(Finalist... finalists) {
        List<Finalist> all = List.of(finalists);
        int slot = Finalists.best(all);
        for (int i = 0; i < finalists.length; i++) {
            if (finalists[i].slot() == slot) {
                return i;
            }
        }
        throw new AssertionError("slot " + slot);
    }

    private int slots;

    private Finalist of(int damage, int imbalance, RailsAgreement rails, Liking.Raw liked) {
        return new Finalist(slots++, rank(true, Locality.SAME_SWITCH, damage, imbalance), rails, liked);
    }

    private static long rank(boolean met, Locality level, int damage, int imbalance) {
        Plan plan = new Plan(
                Cluster.machine(Cluster.HGX),
                List.of(0),
                List.of(new Plan.Take(0, 1)),
                List.of(new Plan.Pair(0, 0, level)),
                level,
                1,
                damage,
                imbalance);
        return NodeRank.of(new Verdict.Fits(plan, null, met), false, true);
    }
}
