package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeSpeedTest {
  private final ModelShapes shapes = ModelShapes.shipped();

  @ParameterizedTest(name = "{0} at {1} GB/s")
  @CsvSource({
    "llama3.3:70b, 51.2, 1.2, 0.99",
    "llama3.1:8b, 360, 73, 42",
    "llama3.1:8b, 546, 111, 62",
    "llama3.1:8b, 1008, 206, 95",
    "llama3.2:3b, 360, 180, 85",
    "llama3.2:3b, 1008, 504, 160",
    "gemma4:26b, 1008, 371, 149",
  })
  void bounds_agree_with_the_worked_table(
      String model, double gigabytes, double bound, double reported) {
    double computed = DecodeSpeed.bound(shapes.get(model), gigabytes * 1e9, 0);

    assertThat(computed).isCloseTo(bound, within(bound * 0.015));
    assertThat(reported / computed).isBetween(DecodeSpeed.SHARE_LOW, 0.85);
  }

  @Test
  void an_estimate_is_a_range_below_the_bound_that_shrinks_with_the_context() {
    ModelShape shape = shapes.get("llama3.1:8b");

    DecodeSpeed near = DecodeSpeed.estimate(shape, 360e9, Demand.of(1024));
    DecodeSpeed far = DecodeSpeed.estimate(shape, 360e9, Demand.of(131_072));

    assertThat(near.low()).isLessThan(near.high());
    assertThat(near.high()).isLessThan(DecodeSpeed.bound(shape, 360e9, 0));
    assertThat(far.high()).isLessThan(near.high() / 3);
    assertThat(near.origin()).isEqualTo(Origin.ASSUMED);
  }

  @Test
  void a_measurement_is_a_point_and_says_so() {
    DecodeSpeed speed = DecodeSpeed.measured(180, Duration.ofSeconds(4));

    assertThat(speed.low()).isEqualTo(45.0).isEqualTo(speed.high());
    assertThat(speed.origin()).isEqualTo(Origin.MEASURED);
    assertThatThrownBy(() -> DecodeSpeed.measured(0, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
