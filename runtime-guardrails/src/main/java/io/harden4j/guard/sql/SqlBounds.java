package io.harden4j.guard.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.sf.jsqlparser.expression.AllValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/** Counts what makes a query expensive. Serves one query; not thread-safe. */
final class SqlBounds {
  private final SqlLimits limits;
  private int queries;
  private int joins;
  private int crossJoins;

  SqlBounds(SqlLimits limits) {
    this.limits = limits;
  }

  void query() {
    // a query in parentheses counts twice, which the default takes into account
    if (++queries > 2 * limits.maxQueries()) {
      throw SqlRefusal.BOUND.because("more than " + limits.maxQueries() + " SELECTs in one query");
    }
  }

  void join() {
    if (++joins > limits.maxJoins()) {
      throw SqlRefusal.BOUND.because("more than " + limits.maxJoins() + " joins in one query");
    }
  }

  /** A join counts as one without condition if neither its ON nor WHERE compares two columns of which one is its own. */
  void crossJoins(PlainSelect select) {
    if (select.getJoins() == null) {
      return;
    }
    List<Expression> where = conjuncts(select.getWhere());
    for (Join join : select.getJoins()) {
      boolean bound = !join.getUsingColumns().isEmpty()
          || join.getOnExpressions().stream()
              .anyMatch(on -> conjuncts(on).stream().anyMatch(SqlBounds::comparesColumns))
          || where.stream().anyMatch(condition -> binds(condition, join.getFromItem()));
      if (!bound && ++crossJoins > limits.maxCrossJoins()) {
        throw SqlRefusal.BOUND.because(
            "more than " + limits.maxCrossJoins() + " joins without a condition in one query");
      }
    }
  }

  private static List<Expression> conjuncts(@Nullable Expression condition) {
    List<Expression> found = new ArrayList<>();
    Expression rest = condition;
    while (rest instanceof AndExpression and) {
      found.add(and.getRightExpression());
      rest = and.getLeftExpression();
    }
    if (rest != null) {
      found.add(rest);
    }
    return found;
  }

  private static boolean comparesColumns(Expression condition) {
    return condition instanceof ComparisonOperator c
        && c.getLeftExpression() instanceof Column
        && c.getRightExpression() instanceof Column;
  }

  private static boolean binds(Expression condition, FromItem item) {
    return comparesColumns(condition)
        && (isOf(((ComparisonOperator) condition).getLeftExpression(), item)
            || isOf(((ComparisonOperator) condition).getRightExpression(), item));
  }

  private static boolean isOf(Expression column, FromItem item) {
    String alias = item.getAlias() == null ? "" : item.getAlias().getName();
    return column instanceof Column c
        && c.getTable() != null
        && c.getTable().getName() != null
        && c.getTable().getName().toLowerCase(Locale.ROOT).equals(alias.toLowerCase(Locale.ROOT));
  }

  /** Counts of rows are numbers: an expression could be anything, even a query. */
  static void counts(Select select) {
    if (select.getLimit() != null) {
      number(select.getLimit().getRowCount());
      number(select.getLimit().getOffset());
    }
    if (select.getOffset() != null) {
      number(select.getOffset().getOffset());
    }
    if (select.getFetch() != null) {
      number(select.getFetch().getExpression());
    }
    if (select instanceof PlainSelect plain && plain.getTop() != null) {
      number(plain.getTop().getExpression());
    }
  }

  private static void number(@Nullable Expression count) {
    boolean fits = count == null
        || count instanceof LongValue
        || count instanceof AllValue
        || count instanceof NullValue;
    if (!fits) {
      throw SqlRefusal.CONSTRUCT.because("a number of rows is not written as a number");
    }
  }
}
