package io.harden4j.rag.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnglishAnalyzerTest {
  @Test
  void lowers_stems_and_drops_the_most_common_words() {
    assertThat(EnglishAnalyzer.terms("The Returns of the ORDERS, and their refunding!"))
        .containsExactly("return", "order", "refund");
  }

  @Test
  void a_question_is_reduced_to_what_it_asks_about() {
    assertThat(EnglishAnalyzer.terms("How long do I have to return a jacket, please?"))
        .containsExactly("long", "return", "jacket");
  }

  @Test
  void a_possessive_or_a_contraction_is_one_word() {
    assertThat(EnglishAnalyzer.terms("The shop's boss doesn’t"))
        .containsExactly("shop", "boss", "doesnt");
  }

  @Test
  void finds_the_parts_of_an_order_number() {
    assertThat(EnglishAnalyzer.terms("ORD-10423/b")).containsExactly("ord", "10423", "b");
  }

  @Test
  void compatibility_forms_are_one_word() {
    assertThat(EnglishAnalyzer.terms("ﬁne ｒｅｆｕｎｄ")).isEqualTo(EnglishAnalyzer.terms("fine refund"));
  }

  @Test
  void text_without_words_has_no_terms() {
    assertThat(EnglishAnalyzer.terms("?! — \n the")).isEmpty();
  }
}
