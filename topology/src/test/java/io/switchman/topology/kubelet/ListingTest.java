package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void aLoopOverEightStartsAnywhere() {
        assertThat(firsts(Listing.inOrder(8).walked()))
                .hasSize(8)
                .allSatisfy((device, p) -> assertThat(p).isEqualTo(1.0 / 8));
    }

    @Test
    void aLoopOverFewerFavoursTheFirst() {
        assertThat(firsts(Listing.inOrder(3).walked())).isEqualTo(Map.of(0, 6.0 / 8, 1, 1.0 / 8, 2, 1.0 / 8));
    }

    @Test
    void fourOfEightInsideTheMaskComeFirstInElevenOf32() {
        Spread<Listing> walks = Listing.inOrder(8)
                .walked()
                .then(walk -> walk.difference(0))
                .then(Listing::walked)
                .map(walk -> walk.within(0b1111))
                .then(Listing::walked)
                .then(Listing::walked);
        Map<Integer, Double> firsts = firsts(walks);
        assertThat(firsts.get(0)).isCloseTo(11.0 / 32, within(1e-12));
        assertThat(firsts.get(1)).isCloseTo(7.0 / 32, within(1e-12));
    }

    @Test
    void gapsOfBusyDevicesCountForTheNext() {
        assertThat(firsts(Listing.inOrder(8).difference(0b1000_1111)))
                .isEqualTo(Map.of(4, 6.0 / 8, 5, 1.0 / 8, 6, 1.0 / 8));
    }

    @Test
    void aFullMapWrittenAgainLosesItsOrder() {
        assertThat(Listing.inOrder(8).plus(Listing.inOrder(1)).ordered()).isFalse();
        assertThat(Listing.inOrder(7).plus(Listing.inOrder(8)).ordered()).isTrue();
    }

    @Test
    void theFirstOfAnUnknownOrderMayBeAnySubset() {
        assertThat(Listing.unordered(0b11111).first(2).size()).isEqualTo(10);
        assertThat(Listing.inOrder(5).first(2).size()).isEqualTo(1);
    }

    private static Map<Integer, Double> firsts(Spread<Listing> walks) {
        Map<Integer, Double> firsts = new HashMap<>();
        walks.forEach((walk, weight) -> firsts.merge(walk.at(0), weight, Double::sum));
        return firsts;
    }
}
