package io.harden4j.guard.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes queries that an honest analyst could ask of the shop: joins, sub-queries, common table expressions, set operations, aggregates, windows, CASE,
 * functions and aliases, nested to some depth. Every query is valid and its set of rows does not hang on the order in which a database reads a table. Seeded;
 * not thread-safe.
 */
final class HonestQueries {
  private enum Type {
    WHOLE,
    TEXT,
    DATE
  }

  private record Col(String name, Type type) {}

  private record Source(String sql, String alias, List<Col> columns) {}

  private static final List<Col> ORDERS = List.of(
      new Col("id", Type.WHOLE),
      new Col("tenant_id", Type.TEXT),
      new Col("customer_id", Type.WHOLE),
      new Col("total", Type.WHOLE),
      new Col("status", Type.TEXT),
      new Col("note", Type.TEXT),
      new Col("created_at", Type.DATE));
  private static final List<Col> CUSTOMERS = List.of(
      new Col("id", Type.WHOLE),
      new Col("tenant_id", Type.TEXT),
      new Col("name", Type.TEXT),
      new Col("city", Type.TEXT));
  private static final List<Col> COUNTRIES =
      List.of(new Col("code", Type.TEXT), new Col("label", Type.TEXT));

  private final Random random;
  private final boolean postgres;
  private final List<Source> commons = new ArrayList<>();
  private int names;

  HonestQueries(Random random, SqlDialect dialect) {
    this.random = random;
    this.postgres = dialect == SqlDialect.POSTGRESQL;
  }

  /** Returns the next query. */
  String next() {
    commons.clear();
    names = 0;
    StringBuilder with = new StringBuilder();
    int n = random.nextInt(5) == 0 ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < n; i++) {
      Query body = query(1);
      String name = "t" + ++names;
      with.append(i == 0 ? "WITH " : ", ")
          .append(name)
          .append(" AS (")
          .append(body.sql())
          .append(")");
      commons.add(new Source(name, name, body.columns()));
    }
    Query query = random.nextInt(6) == 0 ? union(1) : query(2);
    String all = with.append(n > 0 ? " " : "") + query.sql();
    return random.nextInt(4) == 0 ? limited(all, query) : all;
  }

  private record Query(String sql, List<Col> columns) {}

  private String limited(String sql, Query query) {
    List<String> places = new ArrayList<>();
    for (int i = 1; i <= query.columns().size(); i++) {
      places.add(i + (random.nextBoolean() ? "" : random.nextBoolean() ? " DESC" : " ASC"));
    }
    String order = sql + " ORDER BY " + String.join(", ", places);
    return switch (random.nextInt(postgres ? 4 : 3)) {
      case 0 -> order;
      case 1 -> order + " LIMIT " + (1 + random.nextInt(20));
      case 2 -> order + " LIMIT " + (1 + random.nextInt(20)) + " OFFSET " + random.nextInt(5);
      default -> order + " FETCH FIRST " + (1 + random.nextInt(9)) + " ROWS ONLY";
    };
  }

  private Query union(int depth) {
    String column = List.of("status", "note").get(random.nextInt(2));
    String op = List.of("UNION ALL", "UNION", "EXCEPT", "INTERSECT").get(random.nextInt(4));
    String left = "SELECT o.id AS id, o." + column + " AS word FROM orders o WHERE "
        + condition(source("orders", "o"), depth);
    String right =
        "SELECT c.id, c.name FROM customers c WHERE " + condition(source("customers", "c"), depth);
    return new Query(
        left + " " + op + " " + right,
        List.of(new Col("id", Type.WHOLE), new Col("word", Type.TEXT)));
  }

  private Query query(int depth) {
    List<Source> from = new ArrayList<>();
    String fromSql = from(depth, from);
    return switch (random.nextInt(5)) {
      case 0 -> grouped(from, fromSql, depth);
      case 1 -> windowed(from, fromSql, depth);
      case 2 -> star(from, fromSql, depth);
      default -> plain(from, fromSql, depth);
    };
  }

  private String from(int depth, List<Source> sources) {
    Source first = source(depth);
    sources.add(first);
    StringBuilder sql = new StringBuilder(first.sql());
    int joins = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < joins; i++) {
      Source next = source(depth - 1);
      Type key = has(first, Type.WHOLE) && has(next, Type.WHOLE) ? Type.WHOLE : Type.TEXT;
      if (!has(first, key) || !has(next, key)) {
        break;
      }
      String on = value(first, key) + " = " + value(next, key);
      String kind =
          List.of("JOIN", "INNER JOIN", "LEFT JOIN", "LEFT OUTER JOIN").get(random.nextInt(4));
      sql.append(" ").append(kind).append(" ").append(next.sql()).append(" ON ").append(on);
      sources.add(next);
    }
    return sql.toString();
  }

  private static boolean has(Source source, Type type) {
    return source.columns().stream().anyMatch(c -> c.type() == type);
  }

  private Source source(int depth) {
    String alias = "a" + ++names;
    if (!commons.isEmpty() && random.nextInt(3) == 0) {
      Source common = commons.get(random.nextInt(commons.size()));
      return new Source(common.sql() + as() + alias, alias, common.columns());
    }
    if (depth > 0 && random.nextInt(4) == 0) {
      Query sub = query(depth - 1);
      return new Source("(" + sub.sql() + ")" + as() + alias, alias, sub.columns());
    }
    return switch (random.nextInt(9)) {
      case 0 -> new Source("countries" + as() + alias, alias, COUNTRIES);
      case 1, 2, 3 -> new Source("customers" + as() + alias, alias, CUSTOMERS);
      case 4 -> new Source("ORDERS" + as() + alias, alias, ORDERS);
      default -> new Source("orders" + as() + alias, alias, ORDERS);
    };
  }

  private static Source source(String table, String alias) {
    return new Source(table + " " + alias, alias, table.equals("orders") ? ORDERS : CUSTOMERS);
  }

  private String as() {
    return random.nextBoolean() ? " AS " : " ";
  }

  private Query plain(List<Source> from, String fromSql, int depth) {
    List<Col> columns = new ArrayList<>();
    List<String> items = new ArrayList<>();
    int n = 1 + random.nextInt(4);
    for (int i = 0; i < n; i++) {
      Type type = Type.values()[random.nextInt(3)];
      String name = "x" + ++names;
      items.add(expression(pick(from), type, 2, depth) + " AS " + name);
      columns.add(new Col(name, type));
    }
    String distinct = random.nextInt(6) == 0 ? "DISTINCT " : "";
    return new Query(
        "SELECT " + distinct + String.join(", ", items) + " FROM " + fromSql + where(from, depth),
        columns);
  }

  private Query star(List<Source> from, String fromSql, int depth) {
    Source one = from.get(0);
    boolean all = from.size() == 1 && random.nextBoolean();
    return new Query(
        "SELECT " + (all ? "*" : one.alias() + ".*") + " FROM " + fromSql + where(from, depth),
        one.columns());
  }

  private Query grouped(List<Source> from, String fromSql, int depth) {
    Source by = pick(from);
    Col key = by.columns().get(random.nextInt(by.columns().size()));
    Source of = pick(from);
    List<Col> columns =
        new ArrayList<>(List.of(new Col("k", key.type()), new Col("n", Type.WHOLE)));
    String items = by.alias() + "." + key.name() + " AS k, "
        + List.of(
                "count(*)",
                "count(DISTINCT " + value(of, Type.TEXT) + ")",
                "sum(" + value(of, Type.WHOLE) + ")",
                "max(" + value(of, Type.WHOLE) + ")",
                "min(" + value(of, Type.WHOLE) + ")")
            .get(random.nextInt(5))
        + " AS n";
    if (random.nextInt(3) == 0) {
      items += ", min(" + value(of, Type.TEXT) + ") AS w";
      columns.add(new Col("w", Type.TEXT));
    }
    if (postgres && random.nextInt(5) == 0) {
      items += random.nextBoolean()
          ? ", count(*) FILTER (WHERE " + comparison(of) + ") AS f"
          : ", length(string_agg(" + value(of, Type.TEXT) + ", ',')) AS f";
      columns.add(new Col("f", Type.WHOLE));
    }
    String having = random.nextInt(3) == 0 ? " HAVING count(*) > " + random.nextInt(3) : "";
    return new Query(
        "SELECT " + items + " FROM " + fromSql + where(from, depth) + " GROUP BY " + by.alias()
            + "." + key.name() + having,
        columns);
  }

  private Query windowed(List<Source> from, String fromSql, int depth) {
    Source of = pick(from);
    String partition = value(of, Type.TEXT);
    String order = value(of, Type.WHOLE);
    String call = List.of(
            "rank() OVER (PARTITION BY " + partition + " ORDER BY " + order + " DESC)",
            "dense_rank() OVER (ORDER BY " + order + ")",
            "sum(" + order + ") OVER (PARTITION BY " + partition + ")",
            "count(*) OVER (PARTITION BY " + partition + ")",
            "max(" + order + ") OVER (ORDER BY " + order
                + " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)")
        .get(random.nextInt(5));
    return new Query(
        "SELECT " + partition + " AS p, " + order + " AS o, " + call + " AS r FROM " + fromSql
            + where(from, depth),
        List.of(new Col("p", Type.TEXT), new Col("o", Type.WHOLE), new Col("r", Type.WHOLE)));
  }

  private String where(List<Source> from, int depth) {
    return random.nextInt(3) == 0 ? "" : " WHERE " + condition(pick(from), depth);
  }

  private String condition(Source s, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 8)) {
      case 0 -> comparison(s) + " AND " + comparison(s);
      case 1 -> "(" + comparison(s) + " OR " + comparison(s) + ") AND " + comparison(s);
      case 2 -> "NOT (" + comparison(s) + " OR " + comparison(s) + ")";
      case 8 ->
        value(s, Type.WHOLE) + (random.nextBoolean() ? " IN " : " NOT IN ")
            + "(SELECT z.id FROM customers z WHERE " + comparison(source("customers", "z")) + ")";
      case 9 ->
        (random.nextBoolean() ? "" : "NOT ")
            + "EXISTS (SELECT 1 FROM orders z WHERE z.customer_id = " + value(s, Type.WHOLE)
            + " AND " + comparison(source("orders", "z")) + ")";
      case 10 ->
        value(s, Type.WHOLE) + " > (SELECT min(z.total) FROM orders z WHERE "
            + comparison(source("orders", "z")) + ")";
      case 11 ->
        postgres
            ? value(s, Type.WHOLE) + " = ANY (SELECT z.id FROM customers z)"
            : value(s, Type.WHOLE) + " IN (SELECT z.id FROM customers z)";
      default -> comparison(s);
    };
  }

  private String comparison(Source s) {
    return switch (random.nextInt(9)) {
      case 0 -> value(s, Type.TEXT) + " LIKE '%" + word().substring(0, 2) + "%'";
      case 1 -> value(s, Type.TEXT) + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
      case 2 -> value(s, Type.WHOLE) + " BETWEEN " + number() + " AND " + (number() + 40);
      case 3 -> value(s, Type.TEXT) + " IN ('" + word() + "', '" + word() + "')";
      case 4 -> value(s, Type.DATE) + " >= DATE '2024-0" + (1 + random.nextInt(9)) + "-01'";
      case 5 -> value(s, Type.TEXT) + " = '" + word() + "'";
      case 6 -> "lower(" + value(s, Type.TEXT) + ") <> '" + word() + "; DROP TABLE orders'";
      default ->
        value(s, Type.WHOLE) + " " + List.of("=", "<>", "<", ">", "<=", ">=").get(random.nextInt(6))
            + " " + number();
    };
  }

  private String expression(Source s, Type type, int deep, int depth) {
    if (deep == 0 || random.nextInt(3) == 0) {
      return value(s, type);
    }
    String x = expression(s, type, deep - 1, depth);
    return switch (type) {
      case WHOLE ->
        switch (random.nextInt(7)) {
          case 0 -> "(" + x + " + " + number() + ")";
          case 1 -> "abs(" + x + " - " + number() + ")";
          case 2 -> "coalesce(" + x + ", 0) * 2";
          case 3 -> "CASE WHEN " + comparison(s) + " THEN " + x + " ELSE -1 END";
          case 4 -> "length(" + value(s, Type.TEXT) + ")";
          case 5 ->
            depth > 0
                ? "(SELECT max(q.id) FROM customers q WHERE q.city = " + value(s, Type.TEXT) + ")"
                : x;
          default -> "CAST(" + x + " AS integer)";
        };
      case TEXT ->
        switch (random.nextInt(7)) {
          case 0 -> "upper(" + x + ")";
          case 1 -> "lower(" + x + ") || '-" + word() + "'";
          case 2 -> "coalesce(" + x + ", 'it''s none')";
          case 3 ->
            "CASE " + value(s, Type.TEXT) + " WHEN '" + word() + "' THEN 'a' WHEN '" + word()
                + "' THEN " + x + " ELSE 'c' END";
          case 4 -> "substring(" + x + ", 1, 3)";
          case 5 -> "replace(" + x + ", 'a', 'b')";
          default -> "nullif(" + x + ", '" + word() + "')";
        };
      case DATE ->
        postgres && random.nextBoolean()
            ? x + " + INTERVAL '1 day'"
            : "coalesce(" + x + ", DATE '2024-01-02')";
    };
  }

  /** A column of the type, or a constant where the source has none. */
  private String value(Source s, Type type) {
    List<Col> fit = s.columns().stream().filter(c -> c.type() == type).toList();
    if (!fit.isEmpty()) {
      return s.alias() + "." + fit.get(random.nextInt(fit.size())).name();
    }
    return switch (type) {
      case WHOLE -> String.valueOf(number());
      case TEXT -> "'" + word() + "'";
      case DATE -> "DATE '2024-03-01'";
    };
  }

  private Source pick(List<Source> from) {
    return from.get(random.nextInt(from.size()));
  }

  private int number() {
    return random.nextInt(60);
  }

  private String word() {
    return List.of("open", "paid", "late", "Rom", "Ulm", "Bern", "acme", "gift")
        .get(random.nextInt(8));
  }
}
