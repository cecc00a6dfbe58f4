package io.harden4j.run;

import io.harden4j.checkpoint.JsonCodec;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a question's text.
 *
 * @param text    what is asked
 * @param answers possible answers where they are a closed set
 * @param type    kind of answer expected
 * @param bits    for whole numbers the bits they must fit, 0 for any
 * @param onExpiry what happens if nobody answers in time, readable, or null
 */
record QuestionBody(
    String text,
    List<String> answers,
    String type,
    int bits,
    @Nullable String onExpiry) {
  static final JsonCodec<QuestionBody> CODEC = JsonCodec.of(QuestionBody.class);

  static final String BOOLEAN = "boolean";
  static final String TEXT = "text";
  static final String NUMBER = "number";
  static final String INTEGER = "integer";
  private static final Set<Class<?>> WHOLE =
      Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);

  private static final Map<Class<?>, Integer> BITS =
      Map.of(Byte.class, 8, Short.class, 16, Integer.class, 32, Long.class, 64);

  static QuestionBody of(String text, Class<?> type) {
    if (type == Boolean.class) {
      return new QuestionBody(text, List.of("yes", "no"), BOOLEAN, 0, null);
    }
    if (type.isEnum()) {
      List<String> names =
          Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
      return new QuestionBody(text, names, type.getSimpleName(), 0, null);
    }
    String name = type == String.class
        ? TEXT
        : WHOLE.contains(type)
            ? INTEGER
            : Number.class.isAssignableFrom(type)
                ? NUMBER
                : type.getSimpleName().toLowerCase(Locale.ROOT);
    return new QuestionBody(text, List.of(), name, BITS.getOrDefault(type, 0), null);
  }

  /** Returns this text with what happens if nobody answers in time. */
  QuestionBody onExpiry(String what) {
    return new QuestionBody(text, answers, type, bits, what.isEmpty() ? null : what);
  }
}
