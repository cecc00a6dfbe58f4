package io.harden4j.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Strict reading and canonical writing of JSON (in the spirit of RFC 8785: sorted keys, no white space, one form for a number). */
final class CanonicalJson {
  private static final int MAX_CHARS = 1 << 20;
  /** So many characters are within {@link #MAX_CHARS} even if each is escaped. */
  static final int SMALL = MAX_CHARS / 8;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 10_000;
  private static final BigDecimal MAX_SAFE = BigDecimal.valueOf((1L << 53) - 1);

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder()
              .maxNestingDepth(MAX_DEPTH)
              .maxStringLength(MAX_CHARS)
              .maxNumberLength(64)
              .maxDocumentLength(MAX_CHARS)
              .build())
          .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
      .build();

  private CanonicalJson() {}

  static ObjectNode parseObject(String text) {
    if (text.length() > MAX_CHARS) {
      throw new InvalidArgumentsException(
          "arguments have " + text.length() + " characters, at most " + MAX_CHARS + " are accepted",
          null);
    }
    JsonNode node = read(text);
    if (!(node instanceof ObjectNode object)) {
      throw new InvalidArgumentsException(
          "arguments are not a JSON object; send {\"name\": value, ...}", null);
    }
    check(object);
    return object;
  }

  /** Returns values as JSON text. @throws IllegalArgumentException if that is not possible */
  static String text(Map<String, ?> values) {
    try {
      return PLAIN.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the arguments cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Checks what the reader does not: the number of values, numbers, and texts. */
  static void check(ObjectNode object) {
    check(object, new int[] {0});
  }

  private static JsonNode read(String text) {
    try {
      return STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidArgumentsException(
          "arguments are not valid JSON (" + shortReason(e) + "); send one object with unique keys",
          null);
    }
  }

  private static String shortReason(JsonProcessingException e) {
    String line = e.getOriginalMessage();
    return line.length() > 120 ? line.substring(0, 120) : line;
  }

  private static void check(JsonNode node, int[] seen) {
    if (++seen[0] > MAX_VALUES) {
      throw new InvalidArgumentsException(
          "arguments hold more than " + MAX_VALUES + " values", null);
    }
    if (node.isTextual()) {
      checkText(node.textValue());
    } else if (node.isNumber()) {
      checkNumber(node.decimalValue());
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      checkText(names.next());
    }
    for (JsonNode child : node) {
      check(child, seen);
    }
  }

  private static void checkText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair = Character.isHighSurrogate(text.charAt(i))
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new InvalidArgumentsException(
              "arguments hold a lone surrogate, which has no canonical form; remove it", null);
        }
        i++;
      }
    }
  }

  private static void checkNumber(BigDecimal number) {
    boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    boolean tooLarge =
        whole ? number.abs().compareTo(MAX_SAFE) > 0 : Double.isInfinite(number.doubleValue());
    if (tooLarge) {
      throw new InvalidArgumentsException(
          "a number in the arguments is outside the range that every JSON reader keeps exact"
              + " (2^53 - 1); send it as a string if the tool takes one",
          null);
    }
  }

  static String write(JsonNode node) {
    StringBuilder out = new StringBuilder();
    append(node, out);
    return out.toString();
  }

  private static void append(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      List<String> names = new ArrayList<>();
      node.fieldNames().forEachRemaining(names::add);
      Collections.sort(names);
      char open = '{';
      for (String name : names) {
        quote(name, out.append(open));
        out.append(':');
        append(node.get(name), out);
        open = ',';
      }
      out.append(names.isEmpty() ? "{}" : "}");
    } else if (node.isArray()) {
      char open = '[';
      for (JsonNode child : node) {
        out.append(open);
        append(child, out);
        open = ',';
      }
      out.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isNumber()) {
      out.append(number(node.decimalValue()));
    } else if (node.isTextual()) {
      quote(node.textValue(), out);
    } else {
      out.append(node.toString());
    }
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    if (needsNoEscape(text)) {
      out.append(text);
    } else {
      JsonStringEncoder.getInstance().quoteAsString(text, out);
    }
    out.append('"');
  }

  private static boolean needsNoEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
