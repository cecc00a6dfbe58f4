package io.harden4j.guard.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that an expression can use at one place: columns of the items of FROM, and of the queries around. Not thread-safe. */
final class SqlScope {
  /**
   * An item of FROM.
   *
   * @param alias    its name as written
   * @param folded   its name, folded
   * @param columns  rendered names by folded names; the key {@code null} is never there
   * @param complete false if it has a column without a name, so that a star over it cannot be expanded
   */
  record Item(String alias, String folded, Map<String, String> columns, boolean complete) {}

  final List<Item> items = new ArrayList<>();
  final Set<String> aliases = new HashSet<>();
  final List<String> merged = new ArrayList<>();
  private final @Nullable SqlScope outer;

  SqlScope(@Nullable SqlScope outer) {
    this.outer = outer;
  }

  void add(Item item) {
    if (items.stream().anyMatch(other -> other.folded().equals(item.folded()))) {
      throw SqlRefusal.NAME.because("two items of one FROM have the same name; give them aliases");
    }
    items.add(item);
  }

  /** Says whether a bare name is a column here, further out, or a name that the SELECT list gives. */
  boolean has(String column) {
    return aliases.contains(column)
        || items.stream().anyMatch(item -> item.columns().containsKey(column))
        || (outer != null && outer.has(column));
  }

  /** Finds an item by its name, the nearest first. */
  Optional<Item> item(String name) {
    Optional<Item> here =
        items.stream().filter(item -> item.folded().equals(name)).findFirst();
    return here.isPresent() || outer == null ? here : outer.item(name);
  }

  /** What a query returns: names in order, null for a column without one. */
  static Item derived(
      String alias, String folded, List<@Nullable String> outputs, SqlDialect dialect) {
    Map<String, String> columns = new LinkedHashMap<>();
    boolean complete = true;
    for (String output : outputs) {
      if (output == null || columns.put(output, SqlName.quote(output, dialect)) != null) {
        complete = false;
      }
    }
    return new Item(alias, folded, columns, complete);
  }
}
