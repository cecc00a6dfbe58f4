package io.harden4j.run;

import io.harden4j.checkpoint.JsonCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is stored of a question's text.
 *
 * @param text    what is asked
 * @param answers possible answers where they are a closed set
 * @param type    kind of answer expected
 */
record QuestionBody(String text, List<String> answers, String type) {
  static final JsonCodec<QuestionBody> CODEC = JsonCodec.of(QuestionBody.class);

  static QuestionBody of(String text, Class<?> type) {
    if (type == Boolean.class) {
      return new QuestionBody(text, List.of("yes", "no"), "boolean");
    }
    if (type.isEnum()) {
      List<String> names =
          Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
      return new QuestionBody(text, names, type.getSimpleName());
    }
    String name = type == String.class
        ? "text"
        : Number.class.isAssignableFrom(type)
            ? "number"
            : type.getSimpleName().toLowerCase(Locale.ROOT);
    return new QuestionBody(text, List.of(), name);
  }
}
