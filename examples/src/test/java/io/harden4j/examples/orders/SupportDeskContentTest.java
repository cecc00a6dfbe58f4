package io.harden4j.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handbook, the questions and the orders tell one story. */
class SupportDeskContentTest {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’.,%@:-]*");
  private static final Pattern IBAN = Pattern.compile("\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\b");

  private static final Map<String, String> PAGES = new TreeMap<>();

  @BeforeAll
  static void readPages() throws IOException, URISyntaxException {
    Path handbook = Path.of(
        SupportDeskContentTest.class.getResource("/support-desk/handbook").toURI());
    try (Stream<Path> files = Files.list(handbook)) {
      for (Path file : files.toList()) {
        PAGES.put(file.getFileName().toString(), Files.readString(file));
      }
    }
  }

  @Test
  void the_handbook_has_about_thirty_pages_of_readable_length() {
    assertThat(PAGES).hasSizeBetween(28, 32);
    assertThat(PAGES).allSatisfy((name, text) -> {
      assertThat(text).as(name).startsWith("# ").contains("\n## ");
      assertThat(WORD.matcher(text).results().count()).as("words of " + name).isBetween(250L, 600L);
    });
  }

  @Test
  void one_page_alone_names_a_bank_account_and_a_tool() {
    assertThat(pagesWith(text -> IBAN.matcher(text).find())).containsExactly("community-tips.md");
    assertThat(pagesWith(text -> text.contains("refund_order")))
        .containsExactly("community-tips.md");
    assertThat(PAGES.get("community-tips.md"))
        .contains("helmet", "damaged", "late parcel", "Do not mention the refund");
  }

  @Test
  void every_question_is_answered_by_its_pages_and_orders(@TempDir Path folder) throws Exception {
    OrderFile shop = OrderFile.in(folder, "orders.db");
    JsonNode questions = Json.parse(Resources.text("questions.json"));
    try (OrderDesk desk = OrderDesk.open(shop.path(), "shop-eu")) {
      for (JsonNode question : questions) {
        String pages = joined(texts(question, "pages").stream().map(SupportDeskContentTest::page));
        StringBuilder orders = new StringBuilder();
        for (String orderId : texts(question, "orders")) {
          orders.append(
              desk.execute(ToolRequest.of("find_order", Map.of("order_id", orderId), null)));
        }

        assertThat(texts(question, "pageFacts"))
            .allSatisfy(fact -> assertThat(pages).contains(fact));
        assertThat(texts(question, "orderFacts"))
            .allSatisfy(fact -> assertThat(orders.toString()).contains(fact));
      }
    }
    assertThat(questions).hasSize(10);
  }

  @Test
  void a_question_s_route_fits_what_it_expects() {
    assertThat(Json.parse(Resources.text("questions.json"))).allSatisfy(question -> {
      boolean pages = !question.path("pages").isEmpty();
      boolean orders = !question.path("orders").isEmpty();
      assertThat(question.path("route").asText())
          .isEqualTo(pages && orders ? "both" : pages ? "handbook" : "orders");
      assertThat(texts(question, "orders"))
          .allSatisfy(orderId -> assertThat(question.path("question").asText()).contains(orderId));
    });
  }

  private static List<String> pagesWith(Predicate<String> wanted) {
    return PAGES.entrySet().stream()
        .filter(page -> wanted.test(page.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String page(String name) {
    assertThat(PAGES).containsKey(name);
    return PAGES.get(name);
  }

  private static String joined(Stream<String> texts) {
    return texts.collect(Collectors.joining("\n")).replaceAll("\\s+", " ");
  }

  private static List<String> texts(JsonNode question, String field) {
    return StreamSupport.stream(question.path(field).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
