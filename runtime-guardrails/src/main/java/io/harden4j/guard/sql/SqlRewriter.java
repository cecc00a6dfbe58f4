package io.harden4j.guard.sql;

import io.harden4j.guard.sql.SqlScope.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/**
 * Steps 5 and 6 on one query, in place. Every name is resolved; every mention of a table is replaced, by the tenant's rows of a permitted table or by a
 * common table expression under a name of ours. So no table name of the query's author is ever sent: which rows are read does not hang on how its conditions
 * are put together. Serves one query; not thread-safe.
 */
final class SqlRewriter {
  /** Begins the names that are ours. */
  static final String OWN = "h4j_";

  /** A common table expression that is visible at some place. */
  private record Common(String ownName, List<@Nullable String> outputs) {}

  /** A mention of a table; its columns are known when the whole query is. */
  private record Rows(PlainSelect rows, SqlTable table) {}

  private final SqlSettings settings;
  private final SqlShape shape;
  private final SqlTokens tokens;
  private final SqlTenant tenant;
  private final SqlBounds bounds;
  private final List<Rows> rows = new ArrayList<>();
  private final Set<String> mentioned = new HashSet<>();
  private final Set<Object> made = Collections.newSetFromMap(new IdentityHashMap<>());
  private int names;

  SqlRewriter(SqlSettings settings, SqlShape shape, SqlTokens tokens, SqlTenant tenant) {
    this.settings = settings;
    this.shape = shape;
    this.tokens = tokens;
    this.tenant = tenant;
    this.bounds = new SqlBounds(settings.limits());
  }

  /** Rewrites a whole statement. */
  void rewrite(Select root) {
    select(root, null, Map.of());
    rows.forEach(of -> of.rows().setSelectItems(settings.columns(of.table(), mentioned)));
    verify(root);
  }

  /** Returns the texts of what tables were replaced by, each once. */
  Set<String> derivedTables() {
    Set<String> texts = new LinkedHashSet<>();
    rows.forEach(of -> texts.add(of.rows().toString()));
    return texts;
  }

  /** Whatever way led to it: a table that was not put there by this object is not sent. */
  private void verify(Object node) {
    if (node instanceof Table && !made.contains(node)) {
      throw SqlRefusal.ERROR.because("a table stands where the rewriting did not see it");
    }
    if (!(node instanceof Column) && !(node instanceof AllTableColumns)) {
      shape.children(node).forEach(this::verify);
    }
  }

  private List<@Nullable String> select(
      Select select, @Nullable SqlScope outer, Map<String, Common> around) {
    bounds.query();
    Map<String, Common> commons = commons(select, outer, around);
    List<@Nullable String> outputs;
    if (select instanceof PlainSelect plain) {
      return plain(plain, outer, commons);
    } else if (select instanceof SetOperationList list) {
      outputs = branches(list, outer, commons);
    } else if (select instanceof ParenthesedSelect in) {
      outputs = select(in.getSelect(), outer, commons);
    } else {
      throw SqlRefusal.STATEMENT.because(select.getClass().getSimpleName() + " is no SELECT");
    }
    SqlScope byOutput = new SqlScope(null);
    outputs.stream().filter(java.util.Objects::nonNull).forEach(byOutput.aliases::add);
    expression(select.getOrderByElements(), byOutput, commons);
    SqlBounds.counts(select);
    return outputs;
  }

  private List<@Nullable String> branches(
      SetOperationList list, @Nullable SqlScope outer, Map<String, Common> commons) {
    List<@Nullable String> first = List.of();
    for (int i = 0; i < list.getSelects().size(); i++) {
      List<@Nullable String> outputs = select(list.getSelect(i), outer, commons);
      first = i == 0 ? outputs : first;
    }
    return first;
  }

  private Map<String, Common> commons(
      Select select, @Nullable SqlScope outer, Map<String, Common> around) {
    if (select.getWithItemsList() == null) {
      return around;
    }
    Map<String, Common> visible = new HashMap<>(around);
    for (WithItem<?> item : select.getWithItemsList()) {
      if (!(item.getParenthesedStatement() instanceof ParenthesedSelect body)) {
        throw SqlRefusal.STATEMENT.because("a common table expression is not a SELECT");
      }
      List<@Nullable String> outputs = select(body, outer, visible);
      if (item.getWithItemList() != null) {
        outputs = renamed(outputs, columnNames(item.getWithItemList()));
      }
      String name = tokens.userName(item.getAliasName());
      String own = ownName();
      item.setAlias(new Alias(own, false));
      visible.put(name, new Common(own, outputs));
    }
    return visible;
  }

  private List<String> columnNames(List<SelectItem<?>> list) {
    List<String> found = new ArrayList<>();
    for (SelectItem<?> item : list) {
      if (!(item.getExpression() instanceof Column column) || column.getTable() != null) {
        throw SqlRefusal.CONSTRUCT.because("an odd list of column names");
      }
      found.add(tokens.userName(column.getColumnName()));
    }
    return found;
  }

  private static List<@Nullable String> renamed(
      List<@Nullable String> outputs, List<String> given) {
    List<@Nullable String> all = new ArrayList<>(given);
    for (int i = given.size(); i < outputs.size(); i++) {
      all.add(outputs.get(i));
    }
    return all;
  }

  private String ownName() {
    return OWN + ++names;
  }

  private List<@Nullable String> plain(
      PlainSelect select, @Nullable SqlScope outer, Map<String, Common> commons) {
    SqlScope scope = new SqlScope(outer);
    if (select.getFromItem() != null) {
      select.setFromItem(from(select.getFromItem(), scope, outer, commons));
    }
    joins(select.getJoins(), scope, outer, commons);
    bounds.crossJoins(select);
    expression(select.getWhere(), scope, commons);
    if (select.getDistinct() != null) {
      expression(select.getDistinct().getOnSelectItems(), scope, commons);
    }
    List<@Nullable String> outputs = items(select, scope, commons);
    outputs.stream().filter(java.util.Objects::nonNull).forEach(scope.aliases::add);
    if (select.getGroupBy() != null) {
      expression(select.getGroupBy(), scope, commons);
    }
    expression(select.getHaving(), scope, commons);
    expression(select.getWindowDefinitions(), scope, commons);
    expression(select.getOrderByElements(), scope, commons);
    SqlBounds.counts(select);
    return outputs;
  }

  private void joins(
      @Nullable List<Join> joins,
      SqlScope scope,
      @Nullable SqlScope outer,
      Map<String, Common> commons) {
    if (joins == null) {
      return;
    }
    for (Join join : joins) {
      bounds.join();
      join.setFromItem(from(join.getFromItem(), scope, outer, commons));
      join.getOnExpressions().forEach(on -> expression(on, scope, commons));
      join.getUsingColumns().forEach(using -> {
        column(using, scope);
        scope.merged.add(SqlName.fold(using.getColumnName(), settings.dialect()));
      });
    }
  }

  private FromItem from(
      FromItem item, SqlScope scope, @Nullable SqlScope outer, Map<String, Common> commons) {
    tokens.check(item);
    if (item.getAlias() != null) {
      tokens.check(item.getAlias());
    }
    if (item instanceof Table table) {
      return table(table, scope, commons);
    }
    if (item instanceof ParenthesedSelect in) {
      SqlScope around = in instanceof LateralSubSelect ? scope : outer;
      addDerived(in, select(in, around, commons), scope);
      return in;
    }
    if (item instanceof ParenthesedFromItem group) {
      group.setFromItem(from(group.getFromItem(), scope, outer, commons));
      joins(group.getJoins(), scope, outer, commons);
      return group;
    }
    throw SqlRefusal.CONSTRUCT.because(
        item.getClass().getSimpleName() + " is not permitted in FROM");
  }

  private void addDerived(FromItem item, List<@Nullable String> outputs, SqlScope scope) {
    Alias alias = item.getAlias();
    if (alias == null) {
      alias = new Alias(ownName(), true);
      item.setAlias(alias);
    }
    String folded = SqlName.fold(alias.getName(), settings.dialect());
    List<@Nullable String> columns = renamed(outputs, aliasColumns(alias));
    scope.add(SqlScope.derived(alias.getName(), folded, columns, settings.dialect()));
  }

  private List<String> aliasColumns(Alias alias) {
    List<String> found = new ArrayList<>();
    if (alias.getAliasColumns() != null) {
      alias.getAliasColumns().forEach(column -> found.add(tokens.userName(column.name)));
    }
    return found;
  }

  private FromItem table(Table table, SqlScope scope, Map<String, Common> commons) {
    if (table.getAlias() == null) {
      table.setAlias(new Alias(table.getName(), true));
    }
    List<String> parts = table.getNameParts(); // the last part of the name comes first
    Common common =
        parts.size() == 1 ? commons.get(SqlName.fold(table.getName(), settings.dialect())) : null;
    if (common != null) {
      Table own = new Table(common.ownName());
      made.add(own);
      own.setAlias(table.getAlias());
      addDerived(own, common.outputs(), scope);
      return own;
    }
    SqlTable permitted = settings.table(table);
    ParenthesedSelect rows = rows(permitted);
    rows.setAlias(table.getAlias());
    String folded = SqlName.fold(table.getAlias().getName(), settings.dialect());
    scope.add(new Item(
        table.getAlias().getName(), folded, renamedColumns(permitted, table.getAlias()), true));
    return rows;
  }

  private ParenthesedSelect rows(SqlTable table) {
    PlainSelect select = settings.rows(table, table.tenantColumn() == null ? null : tenant.next());
    rows.add(new Rows(select, table));
    made.add(select.getFromItem());
    ParenthesedSelect derived = new ParenthesedSelect();
    derived.setSelect(select);
    return derived;
  }

  private Map<String, String> renamedColumns(SqlTable table, Alias alias) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> given = aliasColumns(alias);
    if (!given.isEmpty()) {
      mentioned.addAll(table.columns().keySet()); // they are named by their places
    }
    int i = 0;
    for (Map.Entry<String, String> column : table.columns().entrySet()) {
      boolean named = i < given.size();
      String name = named ? given.get(i) : column.getKey();
      columns.put(
          name, SqlName.quote(named ? given.get(i) : column.getValue(), settings.dialect()));
      i++;
    }
    return columns;
  }

  private List<@Nullable String> items(
      PlainSelect select, SqlScope scope, Map<String, Common> commons) {
    List<SelectItem<?>> expanded = new ArrayList<>();
    for (SelectItem<?> item : select.getSelectItems()) {
      if (item.getExpression() instanceof AllTableColumns star) {
        expanded.addAll(mentioned(SqlStar.of(star, scope, settings.dialect())));
      } else if (item.getExpression() instanceof AllColumns) {
        expanded.addAll(mentioned(SqlStar.all(select, scope, settings.dialect())));
      } else {
        expression(item, scope, commons);
        expanded.add(item);
      }
    }
    select.setSelectItems(expanded);
    List<@Nullable String> outputs = new ArrayList<>();
    expanded.forEach(item -> outputs.add(outputName(item)));
    return outputs;
  }

  private List<SelectItem<?>> mentioned(List<SelectItem<?>> columns) {
    for (SelectItem<?> item : columns) {
      if (item.getExpression() instanceof Column column) {
        mentioned.add(SqlName.fold(column.getColumnName(), settings.dialect()));
      }
    }
    return columns;
  }

  private @Nullable String outputName(SelectItem<?> item) {
    if (item.getAlias() != null) {
      return SqlName.fold(item.getAlias().getName(), settings.dialect());
    }
    if (item.getExpression() instanceof Column column) {
      return SqlName.fold(column.getColumnName(), settings.dialect());
    }
    boolean namedByCall =
        settings.dialect() == SqlDialect.POSTGRESQL && item.getExpression() instanceof Function;
    return namedByCall
        ? ((Function) item.getExpression()).getName().toLowerCase(Locale.ROOT)
        : null;
  }

  /** Resolves everything beneath a node, whatever it is: nothing depends on knowing where a kind of node keeps its parts. */
  @SuppressWarnings("ReferenceEquality") // the very node that is counted, not one that is equal
  private void expression(@Nullable Object node, SqlScope scope, Map<String, Common> commons) {
    if (node == null) {
      return;
    }
    if (node instanceof Select sub) {
      select(sub, scope, commons);
      return;
    }
    tokens.check(node);
    if (node instanceof Column column) {
      column(column, scope);
      return;
    }
    if (node instanceof FromItem || node instanceof AllTableColumns) {
      throw SqlRefusal.CONSTRUCT.because(
          node.getClass().getSimpleName() + " stands where a value is expected");
    }
    if (node instanceof AllColumns) {
      throw SqlRefusal.CONSTRUCT.because("* is permitted as a column list and in count(*)");
    }
    Object star = countedStar(node);
    for (Object child : shape.children(node)) {
      if (child != star) {
        expression(child, scope, commons);
      }
    }
  }

  /** Returns the part of a node that is the star of count(*), which is no column list. */
  private static @Nullable Object countedStar(Object node) {
    if (node instanceof Function f && f.getName().equalsIgnoreCase("count")) {
      ExpressionList<?> parameters = f.getParameters();
      boolean star = parameters != null && parameters.size() == 1 && isStar(parameters.get(0));
      return star ? parameters : null;
    }
    boolean star = node instanceof AnalyticExpression a
        && a.getName().equalsIgnoreCase("count")
        && isStar(a.getExpression());
    return star ? ((AnalyticExpression) node).getExpression() : null;
  }

  private static boolean isStar(@Nullable Object node) {
    return node instanceof AllColumns && !(node instanceof AllTableColumns);
  }

  private void column(Column column, SqlScope scope) {
    Expression whole = column;
    SqlName name = SqlName.read(column.getColumnName(), settings.dialect());
    String folded = name.folded(settings.dialect());
    mentioned.add(folded);
    Table of = column.getTable();
    if (of == null || of.getNameParts().isEmpty()) {
      boolean called = !name.quoted()
          && SqlFunctions.CALLED_BY_NAME.contains(name.bare().toLowerCase(Locale.ROOT));
      if (called || !scope.has(folded)) {
        throw unknown(whole);
      }
      return;
    }
    if (of.getNameParts().size() != 1) {
      throw SqlRefusal.NAME.because(
          "a column is named with its schema; give the table an alias and use that");
    }
    tokens.check(of);
    Item item = scope
        .item(SqlName.fold(of.getName(), settings.dialect()))
        .orElseThrow(() -> unknown(whole));
    if (!item.columns().containsKey(folded)) {
      throw unknown(whole);
    }
  }

  private static SqlRefusedException unknown(Expression column) {
    return SqlRefusal.NAME.because(
        "a column of the query is not one of the permitted columns of its"
            + " tables, or a name that the query gives (" + column.getClass().getSimpleName()
            + ")");
  }
}
