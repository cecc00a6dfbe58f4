package io.harden4j.guard.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.Sink;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import javax.tools.ToolProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles and runs every snippet of the pages about the SQL governor and about incidents. */
class PagesTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final String HEAD = """
      import io.harden4j.checkpoint.*;
      import io.harden4j.guard.*;
      import io.harden4j.guard.audit.*;
      import io.harden4j.guard.control.*;
      import io.harden4j.guard.governor.*;
      import io.harden4j.guard.sql.*;
      import io.harden4j.identity.*;
      import io.harden4j.tool.*;
      import java.nio.file.*;
      import java.security.KeyPair;
      import java.security.KeyPairGenerator;
      import java.time.Duration;
      import java.util.*;
      import javax.sql.DataSource;
      public class NAME {
        static void check(boolean holds) { if (!holds) throw new AssertionError(); }
        public static void run(Path directory, ControlStore store, DataSource source, AuditRecord record, Path file) throws Exception {
          io.harden4j.identity.Principal ana = io.harden4j.identity.Principal.of("ana", "acme", "agent");
      """;
  private static final Map<String, String> BEFORE = Map.of(
      "GovernedGuard.over(policy)",
      "SqlGovernor governor = SqlGovernor.builder(SqlDialect.H2).table(\"orders\", \"id\").build(); Guard policy = Guard.DENY_ALL;\n");

  @TempDir
  Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"sql-governor.md", "incident-response.md"})
  void every_snippet_compiles_and_runs(String page) throws Exception {
    Matcher snippets = SNIPPET.matcher(Files.readString(Path.of("..", "docs", page)));
    int n = 0;
    while (snippets.find()) {
      run("Snippet" + ++n, snippets.group(1));
    }

    assertThat(n).isGreaterThan(2);
  }

  private void run(String name, String body) throws Exception {
    StringBuilder before = new StringBuilder();
    BEFORE.forEach((where, what) -> before.append(body.contains(where) ? what : ""));
    Path source = Files.writeString(
        directory.resolve(name + ".java"),
        HEAD.replace("NAME", name) + before + body + "\n  }\n}\n");
    StringWriter errors = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean ok = compiler
          .getTask(
              errors,
              files,
              null,
              List.of(
                  "-d",
                  directory.toString(),
                  "-proc:none",
                  "-nowarn",
                  "-cp",
                  System.getProperty("java.class.path")),
              null,
              files.getJavaFileObjects(source))
          .call();
      assertThat(ok).as(errors.toString()).isTrue();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      loader
          .loadClass(name)
          .getMethod(
              "run",
              Path.class,
              io.harden4j.checkpoint.ControlStore.class,
              DataSource.class,
              AuditRecord.class,
              Path.class)
          .invoke(null, directory, new InMemoryControlStore(), shop(), record(), trail());
    }
  }

  private DataSource shop() throws Exception {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + directory.getFileName() + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    try (var connection = h2.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE orders (id integer, tenant_id varchar(9), customer_id integer, total integer)");
      statement.execute(
          "INSERT INTO orders VALUES (1, 'acme', 1, 5), (2, 'acme', 1, 6), (3, 'globex', 1, 7)");
    }
    return h2;
  }

  private static AuditRecord record() {
    return new AuditRecord(
        AuditRecord.Phase.INTENT,
        Instant.EPOCH,
        "acme",
        "ana",
        "run-1",
        "t",
        "n",
        "mail.send",
        "",
        Sink.WRITE_EXTERNAL,
        "00",
        "USER",
        "rule",
        "hash",
        "",
        "allow",
        "");
  }

  private Path trail() {
    var sink = io.harden4j.guard.audit.FileAuditSink.in(directory.resolve("trail"));
    sink.append(record());
    return sink.file("acme");
  }

  @Test
  void the_table_of_breaks_names_every_kind() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "incident-response.md"));

    assertThat(io.harden4j.guard.audit.AuditReport.Kind.values())
        .allSatisfy(kind -> assertThat(page).contains("| " + kind + " |"));
  }
}
