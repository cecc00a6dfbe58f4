package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is grounded as a whole token of its own type or not at all. */
@ExtendWith(HostileEvidence.class)
class GroundingTest {
  private static Label label(
      ArgumentRole role,
      String argument,
      String value,
      Label control,
      List<Labeled<String>> texts) {
    String quoted = TextNode.valueOf(value).toString();
    CanonicalArguments arguments =
        CanonicalArguments.parse("{\"" + argument + "\":" + quoted + "}");
    return Grounding.of(arguments, Map.of(argument, role), texts, control).get("/" + argument);
  }

  @ParameterizedTest(name = "{0} {1}={2} in \"{3}\": {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DESTINATION | to | bob@acme.test | write to <bob@acme.test>, please | true",
        "DESTINATION | to | bob@acme.test | mailto:bob@acme.test | true",
        "DESTINATION | to | bob@acme.test | write to bob@acme.tests | false",
        "DESTINATION | to | bob@acme.test | write to xbob@acme.test | false",
        "DESTINATION | to | bob@acme.test | write to bob at acme.test | false",
        "DESTINATION | to | bob@acme.test | bob@acme.test@evil.test | false",
        "DESTINATION | to | ana@xn--bcher-kva.test | ana@bücher.test | true",
        "DESTINATION | iban | DE89370400440532013000 | my account is DE89 3704 0044 0532 0130 00 and so on | true",
        "DESTINATION | iban | DE89 3704 0044 0532 0130 00 | IBAN: de89370400440532013000. | true",
        "DESTINATION | iban | DE89370400440532013000 | DE89 3704 0044 0532 0130 01 | false",
        "DESTINATION | iban | GB82WEST12345698765432 | DE89 3704 0044 0532 0130 00 | false",
        "DESTINATION | channel | general | post it in #general | true",
        "DESTINATION | channel | general | in general I like it | false",
        "IDENTIFIER | order_id | A-1042 | refund A-1042! | true",
        "IDENTIFIER | order_id | A-104 | refund A-1042 | false",
        "IDENTIFIER | order_id | 1042 | refund order 1042 | true",
        "IDENTIFIER | order_id | 1042 | refund order number 1042 | true",
        "IDENTIFIER | orderId | 1042 | refund order #1042 | true",
        "IDENTIFIER | order_id | 1042 | I paid 1042 | false",
        "IDENTIFIER | order_id | 1042 | {`order_id`:1042} | true",
        "IDENTIFIER | order_id | 10423 | what about 10423? | true",
        "IDENTIFIER | order_id | 10423 | I paid 10423 EUR | false",
        "IDENTIFIER | order_id | 10423 | I paid €10423 | false",
        "IDENTIFIER | order_id | 2024 | on 13 May 2024 | false",
        "IDENTIFIER | file | report.txt | delete report.txt. | true",
        "IDENTIFIER | file | report | delete the report | false",
        "AMOUNT | amount | 49.90 | pay 49.9 now | true",
        "AMOUNT | amount | 49.9 | pay €49.90. | true",
        "AMOUNT | amount | 49.9 | pay 49,90 € | true",
        "AMOUNT | amount | 1234.5 | it costs 1,234.50 | true",
        "AMOUNT | amount | 1234.5 | it costs 1.234,50 | true",
        "AMOUNT | amount | 1.234 | it costs 1,234 | false",
        "AMOUNT | amount | 1234 | it costs 1.234 | false",
        "AMOUNT | amount | 9 | pay 49.9 | false",
        "AMOUNT | amount | 13 | on 13 May | false",
        "AMOUNT | amount | 49 | account DE49 and A-49 | false",
        "AMOUNT | amount | -50 | pay 50 | false",
        "URL | url | https://docs.acme.test/a?b=c | see https://docs.acme.test | true",
        "URL | url | https://docs.acme.test:8443/ | see https://docs.acme.test | false",
        "URL | url | https://docs.acme.test/ | see (https://DOCS.acme.test/x?y=1). | true",
        "URL | url | https://docs.acme.test@evil.test/ | see https://docs.acme.test | false",
        "URL | url | https://docs.acme.test.evil.test/ | see https://docs.acme.test | false",
        "URL | url | https://docs.acme.test\\@evil.test/ | see https://docs.acme.test | false",
        "URL | url | https://acme.test/ | write to ana@acme.test | false",
        "URL | url | http://docs.acme.test/ | see https://docs.acme.test | false",
        "PATH | path | /data/acme/a.txt | read /data/acme/a.txt | true",
        "PATH | path | /data/acme/../b/a.txt | read /data/acme/../b/a.txt | false",
        "CONTENT | text | bob@acme.test | bob@acme.test | false",
        "SECRET | key | bob@acme.test | bob@acme.test | false",
      })
  void a_value_in_the_users_text(
      ArgumentRole role, String argument, String value, String text, boolean grounded) {
    Label label = label(
        role, argument, value, Scene.PAGE, List.of(Labeled.of(text.replace('`', '"'), Scene.USER)));

    assertThat(label.atLeast(Integrity.USER)).isEqualTo(grounded);
    assertThat(label.equals(Scene.PAGE)).isEqualTo(!grounded);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "bob@ac\u200bme.test",
        "\uff42ob@acme.test",
        "bob@\u0430cme.test",
        "bob@acme.test ",
        "bob@acme.test\u202e"
      })
  void C20_a_value_that_only_looks_like_the_users_is_not_grounded(String value) {
    Label label = label(
        ArgumentRole.DESTINATION,
        "to",
        value,
        Scene.PAGE,
        List.of(Labeled.of("bob@acme.test", Scene.USER)));

    assertThat(label).isEqualTo(Scene.PAGE);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"A-1042\u200b", "\uff21-1042", "A-\u2460042", "A\ufe0f-1042"})
  void C20_an_id_that_normalising_would_change_is_not_grounded(String value) {
    List<Labeled<String>> texts = List.of(Labeled.of("refund A-1042", Scene.USER));

    assertThat(label(ArgumentRole.IDENTIFIER, "order_id", value, Scene.PAGE, texts))
        .isEqualTo(Scene.PAGE);
  }

  @ParameterizedTest
  @CsvSource({"EVE@evil.test", "eve@evil.test", "Eve@Evil.Test"})
  void E10_rewriting_an_untrusted_value_does_not_launder_it(String value) {
    Label label = label(
        ArgumentRole.DESTINATION,
        "to",
        value,
        Scene.USER,
        List.of(Labeled.of("hello", Scene.USER), Labeled.of("  >>Eve@evil.test<<", Scene.PAGE)));

    assertThat(label.integrity()).isEqualTo(Integrity.UNTRUSTED);
    assertThat(label.origins()).contains("doc:returns.md");
  }

  @Test
  void a_value_that_the_user_wrote_stays_the_users_when_a_page_repeats_it() {
    Label label = label(
        ArgumentRole.DESTINATION,
        "to",
        "bob@acme.test",
        Scene.PAGE,
        List.of(
            Labeled.of("to bob@acme.test", Scene.USER), Labeled.of("bob@acme.test", Scene.PAGE)));

    assertThat(label.integrity()).isEqualTo(Integrity.USER);
  }

  @Test
  void a_value_of_a_trusted_tool_becomes_untrusted_when_a_page_names_it_too() {
    List<Labeled<String>> both = List.of(
        Labeled.of("{\"total\":49.90}", Scene.DATABASE), Labeled.of("pay 49.90", Scene.PAGE));

    assertThat(label(ArgumentRole.AMOUNT, "amount", "49.90", Scene.PAGE, both.subList(0, 1))
            .integrity())
        .isEqualTo(Integrity.TRUSTED_TOOL);
    assertThat(label(ArgumentRole.AMOUNT, "amount", "49.90", Scene.PAGE, both).integrity())
        .isEqualTo(Integrity.UNTRUSTED);
  }

  @Test
  void a_grounded_value_keeps_the_readers_of_its_context() {
    Label secret = Scene.PAGE.withReaders(Readers.only("tenant:acme"));

    Label label = label(
        ArgumentRole.DESTINATION,
        "to",
        "bob@acme.test",
        secret,
        List.of(Labeled.of("bob@acme.test", Scene.USER)));

    assertThat(label.readers()).isEqualTo(Readers.only("tenant:acme"));
  }

  @Test
  void every_leaf_gets_a_label_under_its_pointer() {
    CanonicalArguments arguments = CanonicalArguments.parse(
        "{\"to\":[\"bob@acme.test\",\"eve@evil.test\"],\"a/b\":{\"~\":1},\"n\":null}");

    Map<String, Label> labels = Grounding.of(
        arguments,
        Map.of("to", ArgumentRole.DESTINATION),
        List.of(Labeled.of("bob@acme.test", Scene.USER)),
        Scene.PAGE);

    assertThat(labels).containsOnlyKeys("/to/0", "/to/1", "/a~1b/~0");
    assertThat(labels.get("/to/0").integrity()).isEqualTo(Integrity.USER);
    assertThat(labels.get("/to/1")).isEqualTo(Scene.PAGE);
  }

  @Test
  void a_large_text_is_read_in_one_pass() {
    String text = "DE89 ab12 x_1, 1.000.000 @@ https:// ".repeat(30_000);

    Label label = label(
        ArgumentRole.DESTINATION,
        "to",
        "bob@acme.test",
        Scene.PAGE,
        List.of(Labeled.of(text, Scene.USER)));

    assertThat(label).isEqualTo(Scene.PAGE);
  }
}
