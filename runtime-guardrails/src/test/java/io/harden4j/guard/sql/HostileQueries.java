package io.harden4j.guard.sql;

import java.util.List;
import java.util.Random;

/**
 * Writes queries that want more than they may have: attacks put into honest queries at random places, attacks by themselves, and honest queries whose words
 * were mixed up. Many of them are harmless once they are rewritten; whether one is, only its effect tells. Seeded; not thread-safe.
 */
final class HostileQueries {
  private static final List<String> WHOLE = List.of(
      "SELECT hidden FROM secrets",
      "SELECT * FROM secrets s WHERE s.tenant_id = 'globex'",
      "SELECT password_hash FROM customers",
      "SELECT c.password_hash FROM customers c",
      "SELECT c FROM customers c",
      "SELECT row_to_json(c) FROM customers c",
      "SELECT to_json(customers) FROM customers",
      "SELECT (c).password_hash FROM customers c",
      "SELECT c.* FROM customers c, secrets",
      "SELECT id FROM orders WHERE tenant_id = 'globex'",
      "SELECT * FROM orders WHERE tenant_id = 'globex' OR 1 = 1",
      "SELECT * FROM public.orders",
      "SELECT * FROM shop.public.orders",
      "SELECT * FROM ONLY orders",
      "TABLE orders",
      "TABLE secrets",
      "SELECT * FROM \"orders\"",
      "SELECT * FROM \"Orders\"",
      "SELECT * FROM orders o LEFT JOIN customers c ON c.tenant_id <> o.tenant_id",
      "SELECT * FROM orders o FULL JOIN customers c ON 1 = 0",
      "SELECT * FROM orders NATURAL JOIN secrets",
      "WITH orders AS (SELECT * FROM secrets) SELECT * FROM orders",
      "WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets",
      "WITH a AS (SELECT * FROM secrets), secrets AS (SELECT 1 AS id) SELECT * FROM a",
      "WITH secrets AS (SELECT id FROM orders) SELECT * FROM (SELECT * FROM secrets) x",
      "SELECT * FROM (WITH secrets AS (SELECT 1 AS id) SELECT * FROM secrets) x, secrets",
      "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
      "WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d",
      "WITH d AS (UPDATE orders SET total = 0 RETURNING id) SELECT id FROM d",
      "WITH d AS (INSERT INTO orders(id, tenant_id) VALUES (99, 'acme') RETURNING id) SELECT id FROM d",
      "SELECT * INTO stolen FROM orders",
      "CREATE TABLE stolen AS SELECT * FROM orders",
      "DELETE FROM orders",
      "DROP TABLE orders",
      "UPDATE customers SET city = 'x'",
      "INSERT INTO secrets VALUES (1, 'acme', 'x')",
      "TRUNCATE orders",
      "COPY orders TO STDOUT",
      "SELECT * FROM orders FOR UPDATE",
      "SELECT nextval('ids')",
      "SELECT setval('ids', 1)",
      "SELECT pg_sleep(1)",
      "SELECT current_setting('is_superuser')",
      "SELECT set_config('app.tenant', 'globex', false)",
      "SELECT lo_create(0)",
      "SELECT pg_catalog.pg_backend_pid()",
      "SELECT query_to_xml('select * from secrets', true, false, '')",
      "SELECT table_to_xml('secrets', true, false, '')",
      "SELECT * FROM generate_series(1, 1000000)",
      "SELECT 'secrets'::regclass",
      "SELECT CAST('secrets' AS regclass)",
      "SELECT relname FROM pg_class",
      "SELECT * FROM pg_catalog.pg_tables",
      "SELECT table_name FROM information_schema.tables",
      "SELECT user",
      "SELECT current_user, session_user",
      "SELECT ctid, xmin FROM orders",
      "SELECT tableoid FROM orders",
      "SELECT id FROM orders; DELETE FROM orders",
      "SELECT id FROM orders -- all",
      "SELECT id /* x */ FROM orders",
      "SELECT E'\\'; DELETE FROM orders; --'",
      "SELECT $$x$$",
      "SELECT U&'\\0061'",
      "EXPLAIN ANALYZE DELETE FROM orders",
      "SET search_path = pg_temp",
      "DO $$ BEGIN DELETE FROM orders; END $$",
      "SELECT * FROM orders LIMIT (SELECT count(*) FROM secrets)",
      "SELECT * FROM orders ORDER BY (SELECT max(hidden) FROM secrets)",
      "SELECT id FROM orders GROUP BY id HAVING count(*) > (SELECT count(*) FROM secrets)",
      "SELECT DISTINCT ON ((SELECT hidden FROM secrets LIMIT 1)) id FROM orders",
      "SELECT sum(total) OVER (ORDER BY (SELECT count(*) FROM secrets)) FROM orders",
      "SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM secrets)) FROM orders",
      "SELECT id FROM orders WHERE id = ANY (SELECT id FROM secrets)",
      "SELECT id FROM orders o, LATERAL (SELECT hidden FROM secrets) s",
      "SELECT id FROM orders WINDOW w AS (ORDER BY (SELECT hidden FROM secrets))",
      "SELECT id FROM orders UNION ALL SELECT id FROM secrets",
      "SELECT id FROM orders WHERE 1 / (SELECT count(*) FROM customers WHERE tenant_id = 'globex') = 1",
      "SELECT id FROM orders WHERE CAST(note AS integer) = 1",
      "SELECT count(*) FROM orders",
      "SELECT max(id), max(total), min(note) FROM orders",
      "SELECT id FROM orders WHERE id >= 1000000",
      "SELECT * FROM customers WHERE id IN (1000001, 1000002)",
      "SELECT total FROM orders WHERE tenant_id <> 'acme'");
  private static final List<String> CONDITIONS = List.of(
      "1 = 1",
      "tenant_id = 'globex'",
      "tenant_id <> 'acme'",
      "tenant_id LIKE '%'",
      "EXISTS (SELECT 1 FROM secrets)",
      "(SELECT count(*) FROM secrets) > 0",
      "pg_sleep(1) IS NULL",
      "id IN (SELECT id FROM secrets)",
      "total > (SELECT max(total) FROM orders WHERE tenant_id = 'globex')",
      "NOT tenant_id = 'acme'",
      "tenant_id IS NOT NULL");
  private static final List<String> VALUES = List.of(
      "(SELECT hidden FROM secrets LIMIT 1)",
      "(SELECT max(password_hash) FROM customers)",
      "password_hash",
      "internal",
      "pg_backend_pid()",
      "current_user",
      "version()",
      "(SELECT max(total) FROM orders)",
      "ctid",
      "'x'::regclass",
      "(SELECT string_agg(note, ',') FROM orders)",
      "(TABLE secrets)",
      "(VALUES (1))");
  private static final List<String> WORDS = List.of(
      "SELECT",
      "FROM",
      "WHERE",
      "UNION",
      "ALL",
      "secrets",
      "orders",
      "customers",
      "OR",
      "1=1",
      "(",
      ")",
      "*",
      ",",
      "LATERAL",
      "INTO",
      "FOR UPDATE",
      ";",
      "--",
      "'",
      "\"",
      "tenant_id",
      "'globex'",
      "WITH",
      "AS",
      "ONLY",
      "TABLE",
      "NATURAL",
      "JOIN",
      "ON",
      "USING (id)",
      "pg_catalog",
      ".",
      "::text",
      "LIMIT",
      "OFFSET",
      "RECURSIVE",
      "VALUES",
      "EXISTS",
      "NOT",
      "NULL",
      "password_hash",
      "DELETE",
      "ROW",
      "\u200b",
      "\u00a0",
      "\u0000",
      "/*",
      "*/",
      "$1",
      "?",
      "E'",
      "@",
      "#",
      "\\");

  private final Random random;
  private final HonestQueries honest;

  HostileQueries(Random random, SqlDialect dialect) {
    this.random = random;
    this.honest = new HonestQueries(random, dialect);
  }

  /** Returns the next query. */
  String next() {
    return switch (random.nextInt(7)) {
      case 0 -> any(WHOLE);
      case 1 -> condition(honest.next());
      case 2 -> honest.next() + " UNION ALL " + any(WHOLE);
      case 3 -> honest.next().replaceFirst("SELECT ", "SELECT " + any(VALUES) + ", ");
      case 4 -> "SELECT * FROM (" + any(WHOLE) + ") x, (" + honest.next() + ") y";
      case 5 -> nested(any(WHOLE));
      default -> mixed(honest.next());
    };
  }

  private String condition(String query) {
    String condition = any(CONDITIONS);
    String joint = random.nextBoolean() ? " OR " : " AND ";
    return query.contains(" WHERE ")
        ? query.replaceFirst(
            " WHERE ", " WHERE " + java.util.regex.Matcher.quoteReplacement(condition + joint))
        : query + " WHERE " + condition;
  }

  private String nested(String attack) {
    return switch (random.nextInt(6)) {
      case 0 -> "SELECT id, (" + attack + ") FROM orders";
      case 1 -> "WITH z AS (" + attack + ") SELECT * FROM z";
      case 2 -> "SELECT id FROM orders WHERE EXISTS (" + attack + ")";
      case 3 -> "SELECT CASE WHEN id IN (" + attack + ") THEN 1 ELSE 2 END FROM customers";
      case 4 -> "SELECT c.id FROM customers c JOIN (" + attack + ") z ON 1 = 1";
      default -> "SELECT coalesce(name, (" + attack + ")) FROM customers ORDER BY (" + attack + ")";
    };
  }

  private String mixed(String query) {
    List<String> words = new java.util.ArrayList<>(List.of(query.split(" ", -1)));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(4)) {
        case 0 -> words.set(at, any(WORDS));
        case 1 -> words.add(at, any(WORDS));
        case 2 -> words.add(random.nextInt(words.size()), words.get(at));
        default -> {
          if (words.size() > 1) {
            words.remove(at);
          }
        }
      }
    }
    return String.join(" ", words);
  }

  private String any(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
