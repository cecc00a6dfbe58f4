package io.harden4j.guard.sql;

import io.harden4j.identity.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.Limit;
import net.sf.jsqlparser.statement.select.Offset;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * What a governor permits. Immutable.
 *
 * @param tables    permitted tables by folded name
 * @param functions permitted functions, lower case
 * @param fenced    whether a table's rows are fenced in
 * @param value     the tenant's value for a principal
 */
record SqlSettings(
    SqlDialect dialect,
    SqlLimits limits,
    Map<String, List<SqlTable>> tables,
    Set<String> functions,
    boolean fenced,
    Function<Principal, Object> value) {

  /** Finds the permitted table that a name means. */
  SqlTable table(Table table) {
    List<String> parts = table.getNameParts();
    if (parts.size() > 2) {
      throw SqlRefusal.NAME.because("a table is named with its catalogue");
    }
    String name = SqlName.fold(table.getName(), dialect);
    String schema =
        table.getSchemaName() == null ? "" : SqlName.fold(table.getSchemaName(), dialect);
    List<SqlTable> found = tables.getOrDefault(name, List.of()).stream()
        .filter(t -> schema.isEmpty() || dialect.fold(t.schema(), true).equals(schema))
        .toList();
    if (found.size() != 1) {
      throw SqlRefusal.NAME.because(
          found.isEmpty()
              ? "a table of the query is not on the list; permit it with table(name, columns)"
              : "a table's name stands in several permitted schemas; name the schema");
    }
    return found.get(0);
  }

  /** The tenant's rows, without columns yet and fenced in: the conditions of a query are evaluated on these rows alone. */
  PlainSelect rows(SqlTable table, @Nullable Expression tenant) {
    PlainSelect rows = new PlainSelect();
    String name = SqlName.quote(table.name(), dialect);
    rows.setFromItem(
        table.schema().isEmpty()
            ? new Table(name)
            : new Table(SqlName.quote(table.schema(), dialect), name));
    String column = table.tenantColumn();
    if (column != null && tenant != null) {
      rows.setWhere(new EqualsTo(new Column(SqlName.quote(column, dialect)), tenant));
      fence(rows);
    }
    return rows;
  }

  /** Returns the columns of a table that the query mentions anywhere; where it mentions none, such as in count(*), the first. */
  List<SelectItem<?>> columns(SqlTable table, Set<String> mentioned) {
    List<SelectItem<?>> items = new ArrayList<>();
    table.columns().forEach((folded, column) -> {
      if (mentioned.contains(folded)) {
        items.add(new SelectItem<>(new Column(SqlName.quote(column, dialect))));
      }
    });
    return items.isEmpty()
        ? columns(table, Set.of(table.columns().keySet().iterator().next()))
        : items;
  }

  private void fence(PlainSelect rows) {
    if (!fenced) {
      return;
    }
    if (dialect == SqlDialect.POSTGRESQL) {
      Offset none = new Offset();
      none.setOffset(new LongValue(0));
      rows.setOffset(none);
      return;
    }
    Limit all = new Limit();
    all.setRowCount(
        dialect == SqlDialect.SQLITE
            ? new SignedExpression('-', new LongValue(1))
            : new LongValue(Long.MAX_VALUE));
    rows.setLimit(all);
  }

  /** Says everything that makes a difference, for the hash of a policy. The way to the tenant's value is code and not part of it. */
  String describe() {
    return dialect + " " + limits + (fenced ? " fenced " : " ") + new TreeSet<>(functions) + " "
        + new TreeSet<>(tables.values().stream().map(Object::toString).toList());
  }
}
