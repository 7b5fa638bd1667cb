package io.switchman.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProductTest {

    @Test
    void bannerIsNameAndVersion() {
        assertThat(Product.banner()).isEqualTo("switchman 0.1.0");
    }
}
