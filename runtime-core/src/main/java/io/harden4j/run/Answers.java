package io.harden4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.JsonCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads what a human answered as what was asked for, or refuses it before it is recorded. */
final class Answers {
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Answers() {}

  static byte[] json(QuestionBody body, Object answer) {
    return switch (body.type()) {
      case QuestionBody.BOOLEAN ->
        encode(answer instanceof Boolean b ? b : yesOrNo(body, text(body, answer)));
      case QuestionBody.TEXT -> encode(text(body, answer));
      case QuestionBody.NUMBER -> encode(number(body, answer));
      case QuestionBody.INTEGER -> encode(whole(body, number(body, answer)));
      default -> body.answers().isEmpty() ? structure(body, answer) : encode(choice(body, answer));
    };
  }

  private static String text(QuestionBody body, Object answer) {
    if (answer instanceof String text) {
      return text.strip();
    }
    throw wrong(body, "a " + answer.getClass().getSimpleName());
  }

  private static boolean yesOrNo(QuestionBody body, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "y", "true" -> true;
      case "no", "n", "false" -> false;
      default -> throw wrong(body, "'" + text + "'");
    };
  }

  private static BigDecimal number(QuestionBody body, Object answer) {
    boolean isNumber = answer instanceof Number;
    String text = isNumber ? answer.toString() : text(body, answer);
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw wrong(body, "'" + text + "'");
    }
  }

  private static BigDecimal whole(QuestionBody body, BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    boolean tooLarge = body.bits() > 0 && plain.toBigInteger().bitLength() >= body.bits();
    if (plain.scale() > 0 || tooLarge) {
      throw wrong(body, "'" + number + "'");
    }
    return plain.setScale(0);
  }

  private static String choice(QuestionBody body, Object answer) {
    String name = answer instanceof Enum<?> constant ? constant.name() : text(body, answer);
    if (!body.answers().contains(name)) {
      throw wrong(body, "'" + name + "'");
    }
    return name;
  }

  private static byte[] structure(QuestionBody body, Object answer) {
    byte[] json =
        answer instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : encode(answer);
    try {
      if (STRICT.readTree(json).isContainerNode()) {
        return json;
      }
    } catch (java.io.IOException e) {
      String why = e instanceof JsonProcessingException j ? j.getOriginalMessage() : "not JSON";
      throw wrong(body, "something that is not JSON (" + why + ")");
    }
    throw wrong(body, "a single value");
  }

  @SuppressWarnings("unchecked")
  private static <T> byte[] encode(T value) {
    return JsonCodec.of((Class<T>) value.getClass()).encode(value);
  }

  private static IllegalArgumentException wrong(QuestionBody body, String given) {
    String wanted =
        body.answers().isEmpty() ? "an answer of type " + body.type() : "one of " + body.answers();
    return new IllegalArgumentException(
        "the question wants " + wanted + ", not " + given + ": " + body.text());
  }
}
