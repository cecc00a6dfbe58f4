package io.harden4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.label.Integrity;
import io.harden4j.label.Labeled;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a trusted tool may only repeat, not vouch for: the argument values of its call that nobody trusted had named before. Else a model could have any
 * account number trusted by asking a trusted tool about it ("there is no order DE89...").
 */
final class EchoedArguments {
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

  private EchoedArguments() {}

  /** Returns these values, each as the text {@code name: value}. */
  static List<String> of(JsonNode arguments, List<Labeled<String>> read) {
    List<String> trusted = read.stream()
        .filter(text -> text.label().atLeast(Integrity.TRUSTED_TOOL))
        .map(Labeled::value)
        .toList();
    List<String> echoed = new ArrayList<>();
    collect("", arguments, trusted, echoed);
    return echoed;
  }

  private static void collect(
      String name, JsonNode node, List<String> trusted, List<String> echoed) {
    if (node.isContainerNode()) {
      node.properties().forEach(f -> collect(f.getKey(), f.getValue(), trusted, echoed));
      if (node.isArray()) {
        node.forEach(item -> collect(name, item, trusted, echoed));
      }
    } else if ((node.isTextual() || node.isNumber())
        && trusted.stream().noneMatch(text -> names(text, node))) {
      echoed.add(name + ": " + node.asText());
    }
  }

  private static boolean names(String text, JsonNode value) {
    return value.isNumber()
        ? hasNumber(text, value.decimalValue())
        : hasToken(text, value.asText());
  }

  private static boolean hasNumber(String text, BigDecimal wanted) {
    Matcher numbers = NUMBER.matcher(text);
    while (numbers.find()) {
      if (new BigDecimal(numbers.group()).compareTo(wanted.abs()) == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasToken(String text, String token) {
    String in = text.toLowerCase(Locale.ROOT);
    String wanted = token.toLowerCase(Locale.ROOT);
    for (int at = in.indexOf(wanted);
        at >= 0 && !wanted.isEmpty();
        at = in.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      boolean whole = (at == 0 || !Character.isLetterOrDigit(in.charAt(at - 1)))
          && (end == in.length() || !Character.isLetterOrDigit(in.charAt(end)));
      if (whole) {
        return true;
      }
    }
    return false;
  }
}
