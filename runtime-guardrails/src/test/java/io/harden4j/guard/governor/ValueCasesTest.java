package io.harden4j.guard.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.guard.value.AmountGovernor;
import io.harden4j.guard.value.EmailGovernor;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group C of the hostile cases, as far as it is about addresses and amounts. */
@ExtendWith(HostileEvidence.class)
class ValueCasesTest {
  private final Guard mail = GovernedGuard.over(Calls.PERMIT)
      .governor(
          ArgumentRole.DESTINATION, "email", EmailGovernor.of("acme.test", "m\u00fcller.test"))
      .build();
  private final Guard pay = GovernedGuard.over(Calls.ASK)
      .governor(ArgumentRole.AMOUNT, "amount", AmountGovernor.upTo("500"))
      .build();

  private String mail(String json) {
    return Calls.verdict(mail, Calls.of(ArgumentRole.DESTINATION, json));
  }

  private String pay(String json) {
    return Calls.verdict(pay, Calls.of(ArgumentRole.AMOUNT, json));
  }

  @ParameterizedTest(name = "C17, C19, C20: {0}")
  @ValueSource(
      strings = {
        "{'x':'ana@acme.test, eve@evil.test'}",
        "{'x':'ana@acme.test;eve@evil.test'}",
        "{'x':'ana@acme.test eve@evil.test'}",
        "{'x':'ana@acme.test\\neve@evil.test'}",
        "{'x':'ana@acme.test@evil.test'}",
        "{'x':'\\\"ana@acme.test\\\"@evil.test'}",
        "{'x':'ana@a\u0441me.test'}",
        "{'x':'ana@ac\u200bme.test'}",
        "{'x':'Ana <ana@acme.test>'}",
        "{'x':'ana(eve@evil.test)@acme.test'}",
        "{'x':'ana@acme.test.evil.test'}",
        "{'x':'ana@evilacme.test'}",
        "{'x':'ana@acme.test.'}",
        "{'x':'.ana@acme.test'}",
        "{'x':'a..b@acme.test'}",
        "{'x':'@acme.test'}",
        "{'x':'ana'}",
        "{'x':'ana%evil.test@acme.test'}",
        "{'x':'ana!eve@acme.test'}",
        "{'x':'ana@[10.0.0.1]'}",
        "{'x':['ana@acme.test','eve@evil.test']}",
        "{'x':{'$ne':null}}",
        "{'x':null}",
        "{'x':7}",
        "{'x':'an\u0430@acme.test'}",
        "{'x':'\uff41na@acme.test'}",
        "{'x':'ana@acme.test?bcc=eve@evil.test'}"
      })
  void an_address_that_could_be_read_otherwise_is_denied(String json) {
    assertThat(mail(json)).isEqualTo("D EMAIL_NOT_PERMITTED");
  }

  @ParameterizedTest(name = "benign twin {0}")
  @ValueSource(
      strings = {
        "{'x':'ana@acme.test'}",
        "{'x':'Ana.Maria+x@ACME.test'}",
        "{'x':['ana@acme.test','bo_b@acme.test']}",
        "{'x':'a@xn--mller-kva.test'}",
        "{'z':'nothing to check'}"
      })
  void a_plain_address_passes(String json) {
    assertThat(mail(json)).isEqualTo("OK " + json.replace('\'', '"'));
  }

  @ParameterizedTest(name = "C03 and C07: {0}")
  @ValueSource(
      strings = {
        "{'x':'10'}",
        "{'x':'10,50'}",
        "{'x':0}",
        "{'x':-0}",
        "{'x':-5}",
        "{'x':500.01}",
        "{'x':1e3}",
        "{'x':0.001}",
        "{'x':true}",
        "{'x':null}",
        "{'x':[10,-10]}",
        "{'x':{'amount':501}}",
        "{'x':'NaN'}",
        "{'x':'\u0661\u0660'}"
      })
  void an_amount_that_is_no_plain_positive_number_is_denied(String json) {
    assertThat(pay(json)).isEqualTo("D AMOUNT_NOT_PERMITTED");
  }

  @Test
  void a_question_is_about_the_amount_that_was_checked() {
    assertThat(pay("{'x':499.90}")).isEqualTo("A {\"x\":499.9}");
    assertThat(pay("{'x':500}")).isEqualTo("A {\"x\":500}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.000,50",
        "1,000.50",
        "10 EUR",
        "\u20ac10",
        "+10",
        "1e2",
        "010",
        "10.",
        ".5",
        "10.001",
        "1_000",
        " 10",
        "0x10",
        "\uff11\uff10",
        "0",
        "0.00"
      })
  void a_text_is_an_amount_in_the_plain_form_only(String text) {
    Guard texts = GovernedGuard.over(Calls.PERMIT)
        .governor(ArgumentRole.AMOUNT, "amount", AmountGovernor.upTo("500").orText())
        .build();

    assertThat(Calls.verdict(texts, Calls.of(ArgumentRole.AMOUNT, "{'x':'" + text + "'}")))
        .startsWith("D ");
    assertThat(Calls.verdict(texts, Calls.of(ArgumentRole.AMOUNT, "{'x':'10.50'}")))
        .startsWith("OK");
  }

  @Test
  void a_maximum_is_one_of_a_currency() {
    Guard euro = GovernedGuard.over(Calls.PERMIT)
        .governor(
            ArgumentRole.AMOUNT, "amount", AmountGovernor.upTo("500").currency("/currency", "EUR"))
        .build();

    assertThat(Calls.verdict(euro, Calls.of(ArgumentRole.AMOUNT, "{'x':5,'currency':'EUR'}")))
        .startsWith("OK");
    assertThat(Calls.verdict(euro, Calls.of(ArgumentRole.AMOUNT, "{'x':5,'currency':'BTC'}")))
        .startsWith("D ");
    assertThat(Calls.verdict(euro, Calls.of(ArgumentRole.AMOUNT, "{'x':5}"))).startsWith("D ");
  }

  @Test
  void F29_a_governor_that_throws_denies() {
    Guard broken = GovernedGuard.over(Calls.PERMIT)
        .governor(ArgumentRole.CONTENT, "broken", (request, pointers) -> {
          throw new IllegalStateException("canary");
        })
        .build();

    assertThat(Calls.verdict(broken, Calls.of(ArgumentRole.CONTENT, "{'x':1}")))
        .isEqualTo("D GUARD_ERROR");
    assertThat(broken.decide(Calls.of(ArgumentRole.CONTENT, "{'x':1}")).toString())
        .doesNotContain("canary");
  }
}
