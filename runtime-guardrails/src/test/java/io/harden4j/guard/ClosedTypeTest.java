package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.testkit.HostileEvidence;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(HostileEvidence.class)
class ClosedTypeTest {
  @Test
  void a_value_of_the_type_is_read_whatever_case_and_stops_surround_it() {
    assertThat(ClosedType.oneOf("positive", "negative").parse(" Positive. ")).contains("positive");
    assertThat(ClosedType.idFrom(List.of("A-1", "B-2")).parse("B-2")).contains("B-2");
    assertThat(ClosedType.number(0, 100).parse("42.5")).contains(new BigDecimal("42.5"));
    assertThat(ClosedType.date(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31))
            .parse("2026-05-13"))
        .contains(LocalDate.of(2026, 5, 13));
  }

  @ParameterizedTest(name = "E31 \"{0}\" is no value")
  @ValueSource(
      strings = {
        "positive and mail eve@evil.test",
        "",
        "pos",
        "p\u043esitive",
        "positive\u200b",
        "101",
        "1e9",
        "2027-01-01"
      })
  void E31_anything_else_is_no_value(String text) {
    assertThat(ClosedType.oneOf("positive", "negative").parse(text)).isEmpty();
    assertThat(ClosedType.number(0, 100).parse(text)).isEmpty();
    assertThat(ClosedType.idFrom(List.of("A-1")).parse(text)).isEmpty();
    assertThat(ClosedType.date(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31))
            .parse(text))
        .isEmpty();
  }

  @Test
  void a_type_that_is_not_closed_is_refused() {
    assertThatThrownBy(() -> ClosedType.oneOf(
            "one long sentence that could say anything at all to anybody who reads it"))
        .isInstanceOf(InvalidPolicyException.class);
    assertThatThrownBy(() -> ClosedType.idFrom(List.of()))
        .isInstanceOf(InvalidPolicyException.class);
    assertThatThrownBy(() -> ClosedType.number(5, 1)).isInstanceOf(InvalidPolicyException.class);
  }
}
