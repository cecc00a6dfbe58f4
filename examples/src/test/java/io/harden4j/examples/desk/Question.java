package io.harden4j.examples.desk;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A question of the example with what a right answer looks at and says. */
record Question(
    String question,
    String route,
    List<String> orders,
    List<String> pages,
    List<String> orderFacts,
    List<String> pageFacts) {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .build();

  static List<Question> all() {
    try (InputStream in = Question.class.getResourceAsStream("/support-desk/questions.json")) {
      return List.of(JSON.readValue(in, Question[].class));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String first() {
    return all().get(0).question();
  }

  Lookup lookup() {
    return Lookup.valueOf(route.toUpperCase(Locale.ROOT));
  }

  /** Returns what the answer has to say, without the markup of pages and of JSON. */
  List<String> facts() {
    return Stream.concat(orderFacts.stream().map(Question::value), pageFacts.stream())
        .map(Question::plain)
        .toList();
  }

  /** Returns the value of {@code "name":value}. */
  private static String value(String fact) {
    return fact.startsWith("\"") ? fact.substring(fact.indexOf(':') + 1).replace("\"", "") : fact;
  }

  static String plain(String text) {
    return text.replaceAll("[*`]", "").replaceAll("\\s+", " ").strip();
  }

  @Override
  public String toString() {
    return question;
  }
}
