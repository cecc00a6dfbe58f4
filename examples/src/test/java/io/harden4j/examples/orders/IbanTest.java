package io.harden4j.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MT16TEST00000FAKEACCOUNT0000000",
        "mt16 TEST 0000 0FAK EACC OUNT 0000 000",
        "DE89370400440532013000"
      })
  void takes_numbers_whose_check_digits_fit(String text) {
    assertThat(Iban.checked(text)).isEqualTo(text.replace(" ", "").toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MT17TEST00000FAKEACCOUNT0000000",
        "DE89370400440532013001",
        "DE89",
        "DE89 3704 0044 0532 0130 0ö"
      })
  void refuses_anything_else_and_says_what_to_do(String text) {
    assertThatExceptionOfType(RefusedCallException.class)
        .isThrownBy(() -> Iban.checked(text))
        .withMessageContaining("original payment method");
  }
}
