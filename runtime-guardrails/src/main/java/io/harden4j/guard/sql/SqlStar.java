package io.harden4j.guard.sql;

import io.harden4j.guard.sql.SqlScope.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;

/** Writes a star out as the columns it stands for. Stateless. */
final class SqlStar {
  private SqlStar() {}

  static List<SelectItem<?>> of(AllTableColumns star, SqlScope scope, SqlDialect dialect) {
    if (star.getTable().getNameParts().size() != 1) {
      throw SqlRefusal.NAME.because("a star is named with its schema; give the table an alias");
    }
    Item item = scope
        .item(SqlName.fold(star.getTable().getName(), dialect))
        .orElseThrow(() -> SqlRefusal.NAME.because("a star names an item that is not in FROM"));
    List<SelectItem<?>> found = new ArrayList<>();
    add(item, List.of(), found);
    return found;
  }

  static List<SelectItem<?>> all(PlainSelect select, SqlScope scope, SqlDialect dialect) {
    if (scope.items.isEmpty()) {
      throw SqlRefusal.NAME.because("a star stands in a SELECT without FROM");
    }
    List<String> merged = scope.merged.stream().distinct().toList();
    boolean simple = merged.size() == scope.merged.size()
        && (merged.isEmpty() || (select.getJoins() != null && select.getJoins().size() == 1));
    if (!simple) {
      throw SqlRefusal.NAME.because("a star over several joins with USING; name the columns");
    }
    List<SelectItem<?>> found = new ArrayList<>();
    merged.forEach(
        column -> found.add(new SelectItem<>(new Column(SqlName.quote(column, dialect)))));
    scope.items.forEach(item -> add(item, merged, found));
    return found;
  }

  private static void add(Item item, List<String> without, List<SelectItem<?>> found) {
    if (!item.complete()) {
      throw SqlRefusal.NAME.because(
          "a star over a sub-query that has columns without names, or with the same name; name the columns");
    }
    for (Map.Entry<String, String> column : item.columns().entrySet()) {
      if (!without.contains(column.getKey())) {
        found.add(new SelectItem<>(new Column(new Table(item.alias()), column.getValue())));
      }
    }
  }
}
