package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.NewerFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates and upgrades the tables: version n is what the scripts {@code schema-1.sql} to {@code schema-n.sql} make. The version in force
 * is the only row of {@code h4j_schema}. Of several processes that start at once, one upgrades while the others wait.
 */
final class Schema {
  private static final String TABLE = "h4j_schema";

  private final List<String> scripts;

  private Schema(List<String> scripts) {
    this.scripts = scripts;
  }

  /** Returns the schema this library knows. */
  static Schema known() {
    return new Schema(List.of(resource("schema-1.sql"), resource("schema-2.sql")));
  }

  /** Returns this schema as a later library would know it. */
  Schema and(String script) {
    List<String> more = new ArrayList<>(scripts);
    more.add(script);
    return new Schema(more);
  }

  /** Brings the database to this schema, unless it is there. */
  void install(Transactions transactions) {
    int found = transactions.read("read the version of the schema", Schema::version);
    if (found != scripts.size()) {
      transactions.change("create the schema", this::upgrade);
    }
  }

  private int upgrade(Db db) throws SQLException {
    String lock = db.dialect().lockSchema();
    if (!lock.isEmpty()) {
      db.list(Read.of(lock, row -> 0));
    }
    int found = version(db);
    if (found > scripts.size()) {
      throw new NewerFormatException("The schema of the database", found, scripts.size());
    }
    if (found == 0) {
      db.now(Write.of("CREATE TABLE " + TABLE + " (version INTEGER NOT NULL)"));
      db.now(Write.of("INSERT INTO " + TABLE + " (version) VALUES (0)"));
    }
    for (String script : scripts.subList(found, scripts.size())) {
      for (String statement : statements(db.dialect().sql(script))) {
        db.now(Write.of(statement));
      }
    }
    return db.now(Write.of("UPDATE " + TABLE + " SET version = ?", scripts.size()));
  }

  private static int version(Db db) throws SQLException {
    if (db.list(Read.of(db.dialect().findTable(), row -> 0, TABLE)).isEmpty()) {
      return 0;
    }
    return db.first(Read.of("SELECT version FROM " + TABLE, row -> row.getInt(1)))
        .orElse(0);
  }

  private static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    for (String part : script.replaceAll("(?m)^--.*$", "").split(";", -1)) {
      if (!part.isBlank()) {
        statements.add(part.strip());
      }
    }
    return statements;
  }

  private static String resource(String name) {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar of runtime-checkpoint");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " in the jar", e);
    }
  }
}
