package io.harden4j.run;

import io.harden4j.checkpoint.JsonCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads what a human answered as what was asked for. */
final class Answers {
  private Answers() {}

  static byte[] json(QuestionBody body, Object answer) {
    if (answer instanceof String text) {
      return fromText(body, text.strip());
    }
    if (body.type().equals("boolean") && !(answer instanceof Boolean)) {
      throw wrong(body, answer.getClass().getSimpleName());
    }
    if (answer instanceof Enum<?> constant) {
      return fromText(body, constant.name());
    }
    return encode(answer);
  }

  private static byte[] fromText(QuestionBody body, String text) {
    switch (body.type()) {
      case "boolean" -> {
        return encode(
            switch (text.toLowerCase(Locale.ROOT)) {
              case "yes", "y", "true", "ja", "ok" -> true;
              case "no", "n", "false", "nein" -> false;
              default -> throw wrong(body, "'" + text + "'");
            });
      }
      case "text" -> {
        return encode(text);
      }
      case "number" -> {
        return encode(number(body, text));
      }
      default -> {
        if (body.answers().isEmpty()) {
          return text.getBytes(StandardCharsets.UTF_8);
        }
        if (!body.answers().contains(text)) {
          throw wrong(body, "'" + text + "'");
        }
        return encode(text);
      }
    }
  }

  private static BigDecimal number(QuestionBody body, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw wrong(body, "'" + text + "'");
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> byte[] encode(T value) {
    return JsonCodec.of((Class<T>) value.getClass()).encode(value);
  }

  private static IllegalArgumentException wrong(QuestionBody body, String given) {
    return new IllegalArgumentException("the question wants "
        + (body.answers().isEmpty() ? "a " + body.type() : "one of " + body.answers()) + ", not "
        + given + ": " + body.text());
  }
}
