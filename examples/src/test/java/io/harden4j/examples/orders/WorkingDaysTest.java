package io.harden4j.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 0, 2026-11-20", // Friday
    "2026-11-20, 1, 2026-11-23",
    "2026-11-21, 1, 2026-11-23",
    "2026-11-16, 5, 2026-11-23",
  })
  void counting_forward_leaps_over_weekends(LocalDate start, int days, LocalDate expected) {
    assertThat(WorkingDays.after(start, days)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 2026-11-20, 0",
    "2026-11-11, 2026-11-20, 7",
    "2026-11-20, 2026-11-23, 1",
    "2026-11-21, 2026-11-22, 0",
    "2026-11-23, 2026-11-20, 0",
  })
  void counting_between_leaves_out_the_first_day_and_weekends(
      LocalDate from, LocalDate to, int expected) {
    assertThat(WorkingDays.between(from, to)).isEqualTo(expected);
  }
}
