package io.harden4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.examples.Quickstart;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.ThreadState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file), StandardCharsets.UTF_8);
  }

  /** Code without layout: what a formatter may change does not count. */
  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static String javaBlock(String page) {
    int start = page.indexOf("```java") + "```java".length();
    return page.substring(start, page.indexOf("```", start));
  }

  @Test
  void the_program_in_the_readme_is_the_quickstart_and_prints_what_it_says() throws IOException {
    String source = read("examples/src/main/java/io/harden4j/examples/Quickstart.java");

    assertThat(squeezed(source)).contains(squeezed(javaBlock(read("README.md"))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Quickstart.run(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("HELLO, WORLD!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/durable-execution.md", "docs/hardware.md"})
  void the_snippet_of_a_page_is_compiled(String page) throws IOException {
    String source = read("examples/src/test/java/io/harden4j/examples/docs/Snippets.java");
    int start = source.indexOf("// [" + page + "]") + page.length() + "// []".length();
    String compiled = source.substring(start, source.indexOf("// [end]", start));

    assertThat(squeezed(compiled)).isEqualTo(squeezed(javaBlock(read(page))));
  }

  @Test
  void a_correction_is_seen_when_the_run_goes_on() {
    StateGraph graph = StateGraph.builder("trip")
        .state(Snippets.CITY)
        .node("ask", ctx -> {
          ctx.ask("Book for " + ctx.get(Snippets.CITY) + "?", Boolean.class);
          return Update.none();
        })
        .start("ask")
        .edge("ask", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder().build()) {
      ThreadState state = Snippets.correct(
          runtime, graph, Update.of(Snippets.CITY, "Linz"), Principal.of("ana", "acme"));

      assertThat(state.questions()).hasSize(1);
      assertThat(state.questions().get(0).text()).isEqualTo("Book for Graz?");
    }
  }

  @Test
  void every_link_of_the_readme_points_to_a_file() throws IOException {
    String[] links = read("README.md").split("\\]\\(");
    assertThat(Arrays.stream(links)
            .skip(1)
            .map(l -> l.substring(0, l.indexOf(')')))
            .filter(l -> !l.startsWith("http")))
        .allSatisfy(l -> assertThat(ROOT.resolve(l)).exists());
  }
}
