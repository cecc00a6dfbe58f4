package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.ResultShape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records of results that the user's own words asked for. The server vouches that a value belongs to its record; that the user meant this record is
 * known where he named it and no other record bears the name.
 */
final class Records {
  /** How the user names records. */
  interface Naming {
    /** Returns the words by which the user named what is called so: all of its title, or where that is enough its beginning. */
    Optional<String> phrase(String name, boolean beginning);
  }

  /** A record: what it is called, and what the server put into it by the argument that it fills. */
  private record Row(Set<String> names, Map<String, Set<String>> vouched) {
    boolean isCalled(String phrase) {
      return names.stream()
          .map(Title::words)
          .anyMatch(t -> t.equals(phrase) || t.startsWith(phrase + " "));
    }
  }

  private final List<Row> rows = new ArrayList<>();

  /** Adds what one result holds; a text without structure holds nothing. */
  void add(String text, ResultShape shape) {
    StructuredText.parse(text).ifPresent(tree -> collect(tree, shape));
  }

  private void collect(JsonNode node, ResultShape shape) {
    if (node.isObject()) {
      Map<String, Set<String>> vouched = new HashMap<>();
      shape.vouched().forEach(entry -> {
        int colon = entry.indexOf(':');
        String field = colon < 0 ? entry : entry.substring(0, colon);
        Set<String> values = scalars(node.path(field));
        if (!values.isEmpty()) {
          vouched.put(colon < 0 ? field : entry.substring(colon + 1), values);
        }
      });
      if (!vouched.isEmpty()) {
        Set<String> names = new HashSet<>();
        shape.named().forEach(field -> names.addAll(scalars(node.path(field))));
        rows.add(new Row(names, vouched));
      }
    }
    node.forEach(child -> collect(child, shape));
  }

  private static Set<String> scalars(JsonNode node) {
    Set<String> values = new HashSet<>();
    if (node.isArray()) {
      node.forEach(child -> values.addAll(scalars(child)));
    } else if (node.isValueNode() && !node.isNull()) {
      values.add(node.asText());
    }
    return values;
  }

  /** Says whether a record that the user named holds the value as what the argument is, and no other record of the name holds another. */
  boolean holds(Leaf leaf, Naming naming) {
    String wanted = comparable(leaf.text());
    boolean beginning = leaf.role() == ArgumentRole.IDENTIFIER;
    return rows.stream()
        .anyMatch(row -> row.vouched.entrySet().stream()
            .filter(field -> fills(field.getKey(), leaf))
            .filter(field -> has(field.getValue(), wanted))
            .anyMatch(field -> row.names.stream()
                .map(name -> naming.phrase(name, beginning))
                .flatMap(Optional::stream)
                .anyMatch(phrase -> isOnly(phrase, field))));
  }

  private static boolean has(Set<String> values, String wanted) {
    return values.stream().anyMatch(v -> comparable(v).equals(wanted));
  }

  /** An address or an account says itself what it is; the id of an event is no id of a file. */
  private static boolean fills(String argument, Leaf leaf) {
    return argument.equals(leaf.argument())
        || EmailAddress.parse(leaf.text()).isPresent()
        || Iban.parse(leaf.text()).isPresent();
  }

  /** Two records of one name are two answers to "which one?"; the same record read twice is one. */
  private boolean isOnly(String phrase, Map.Entry<String, Set<String>> field) {
    return rows.stream()
        .filter(row -> row.isCalled(phrase))
        .allMatch(row -> field.getValue().equals(row.vouched.get(field.getKey())));
  }

  private static String comparable(String value) {
    String form = Normal.form(value);
    return EmailAddress.parse(form).map(EmailAddress::toString).orElse(form);
  }

  /** Says whether the server put this number into a record, as what the argument is. */
  boolean holdsNumber(String argument, BigDecimal number) {
    return rows.stream()
        .flatMap(row -> row.vouched.getOrDefault(argument, Set.of()).stream())
        .map(Amounts::exact)
        .flatMap(Optional::stream)
        .anyMatch(number::equals);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }
}
