package io.harden4j.guard.sql;

import java.math.BigInteger;
import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.Fetch;
import net.sf.jsqlparser.statement.select.Limit;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.Top;
import org.jspecify.annotations.Nullable;

/** Step 7: lowers the limit a query gives itself, in whatever form, and puts one around it. */
final class SqlRowLimit {
  private final int most;

  SqlRowLimit(int most) {
    this.most = most;
  }

  /** Returns the query under a limit. Common table expressions move to the outside, where every dialect takes them. */
  PlainSelect around(Select query) {
    clamp(query);
    ParenthesedSelect inner = new ParenthesedSelect();
    inner.setSelect(query);
    inner.setAlias(new Alias(SqlRewriter.OWN + "rows", true));
    PlainSelect outer = new PlainSelect();
    outer.setSelectItems(List.of(new SelectItem<>(new AllColumns())));
    outer.setFromItem(inner);
    outer.setLimit(limit(most));
    outer.setWithItemsList(query.getWithItemsList());
    query.setWithItemsList(null);
    return outer;
  }

  private void clamp(Select query) {
    if (query instanceof PlainSelect plain && plain.getTop() != null) {
      query.setLimit(limit(top(plain.getTop())));
      plain.setTop(null);
    }
    if (query.getFetch() != null) {
      fetch(query, query.getFetch());
    }
    if (query.getLimit() != null) {
      query.getLimit().setRowCount(new LongValue(lower(query.getLimit().getRowCount())));
    }
  }

  private int top(Top top) {
    boolean all = new BigInteger(text(top.getExpression())).equals(BigInteger.valueOf(100));
    if (top.isPercentage() && all) {
      return most;
    }
    if (top.isPercentage() || top.isWithTies()) {
      throw SqlRefusal.CONSTRUCT.because("TOP with PERCENT or TIES; write LIMIT and a number");
    }
    return lower(top.getExpression());
  }

  private void fetch(Select query, Fetch fetch) {
    List<String> words =
        fetch.getFetchParameters().stream().map(String::toUpperCase).toList();
    int count = fetch.getExpression() == null ? 1 : lower(fetch.getExpression());
    if (words.stream().anyMatch(word -> word.contains("PERCENT"))) {
      throw SqlRefusal.CONSTRUCT.because("FETCH with PERCENT; write LIMIT and a number");
    }
    if (words.stream().anyMatch(word -> word.contains("TIES"))) {
      fetch.setExpression(new LongValue(count)); // the limit around cuts the ties
      return;
    }
    query.setFetch(null);
    query.setLimit(limit(count));
  }

  private int lower(@Nullable Expression count) {
    if (!(count instanceof LongValue)) {
      return most;
    }
    BigInteger asked = new BigInteger(text(count));
    return asked.min(BigInteger.valueOf(most)).intValue();
  }

  private static String text(Expression number) {
    String digits = number instanceof LongValue n ? n.getStringValue() : "";
    if (!digits.matches("[0-9]{1,30}")) {
      throw SqlRefusal.CONSTRUCT.because("a number of rows is not written as a number");
    }
    return digits;
  }

  private static Limit limit(int rows) {
    Limit limit = new Limit();
    limit.setRowCount(new LongValue(rows));
    return limit;
  }
}
