package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void doubles_from_nothing_to_half_a_minute() {
    Backoff backoff = new Backoff();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      backoff.failed(0, 0);
      waits.add(backoff.remaining(0).toMillis());
    }

    assertThat(waits)
        .containsExactly(
            0L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void forgets_after_a_long_life() {
    Backoff backoff = new Backoff();
    backoff.failed(0, 0);
    backoff.failed(0, 0);
    backoff.failed(0, Duration.ofSeconds(31).toNanos());

    assertThat(backoff.remaining(0)).isZero();
  }
}
