package io.harden4j.guard.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;

/** Numbers result columns of one name, where the dialect refuses two in the query that the row limit is put around. Stateless. */
final class SqlLabels {
  private SqlLabels() {}

  static void makeUnique(Select query, SqlDialect dialect) {
    if (!dialect.refusesDuplicateColumns() || !(query instanceof PlainSelect plain)) {
      return;
    }
    Set<String> taken = new HashSet<>();
    for (SelectItem<?> item : plain.getSelectItems()) {
      String label = item.getAlias() != null
          ? item.getAlias().getName()
          : item.getExpression() instanceof Column c ? c.getColumnName() : "";
      if (!label.isEmpty() && !taken.add(bare(label)) && item.getAlias() == null) {
        int n = 2;
        while (!taken.add(bare(label) + "_" + n)) {
          n++;
        }
        item.setAlias(new Alias(SqlName.quote(plainName(label) + "_" + n, dialect), true));
      }
    }
  }

  private static String bare(String label) {
    return plainName(label).toLowerCase(Locale.ROOT);
  }

  private static String plainName(String label) {
    return label.replace("\"", "").replace("`", "");
  }
}
