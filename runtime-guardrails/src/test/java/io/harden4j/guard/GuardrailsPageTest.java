package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs every snippet of the page about guardrails, and compares its table with the code. */
class GuardrailsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "guardrails.md");
  private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final String IMPORTS = """
      import io.harden4j.checkpoint.*;
      import io.harden4j.guard.*;
      import io.harden4j.guard.audit.*;
      import io.harden4j.guard.control.*;
      import io.harden4j.identity.*;
      import io.harden4j.label.*;
      import io.harden4j.tool.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.*;
      """;

  @TempDir
  Path directory;

  private static String source(String name, String body) {
    return IMPORTS + "public class " + name + " {\n"
        + "  static void check(boolean holds) { if (!holds) throw new AssertionError(); }\n"
        + "  public static void run(Path directory, ControlStore store) {\n" + body + "  }\n}\n";
  }

  private static List<String> snippets() throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void every_snippet_compiles_and_runs() throws Exception {
    List<String> snippets = snippets();
    assertThat(snippets).hasSizeGreaterThan(5);

    for (int i = 0; i < snippets.size(); i++) {
      String name = "Snippet" + i;
      Path file =
          Files.writeString(directory.resolve(name + ".java"), source(name, snippets.get(i)));
      compile(file);
      run(name);
    }
  }

  private void compile(Path file) throws IOException {
    StringWriter errors = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of(
          "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", directory.toString());
      boolean compiled = compiler
          .getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
          .call();
      assertThat(compiled).as("%s\n%s", errors, Files.readString(file)).isTrue();
    }
  }

  private void run(String name) throws Exception {
    URL[] classes = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      loader
          .loadClass(name)
          .getMethod("run", Path.class, ControlStore.class)
          .invoke(null, directory.resolve("audit"), new InMemoryControlStore());
    }
  }

  @Test
  void the_table_names_every_default_rule() throws IOException {
    String page = Files.readString(PAGE);

    for (DefaultRule rule : DefaultRule.values()) {
      assertThat(page).contains("| `" + rule.id() + "` |");
    }
  }
}
