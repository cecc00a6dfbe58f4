package io.harden4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.examples.Quickstart;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.RunWorker;
import io.harden4j.run.ThreadState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    assertThat(sections(source, "// [" + page + "]", "// [end]"))
        .isEqualTo(sections(read(page), "```java", "```"));
  }

  /** Returns what stands between the marks, without layout. */
  private static List<String> sections(String text, String begin, String end) {
    List<String> found = new ArrayList<>();
    for (int at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
      int start = at + begin.length();
      found.add(squeezed(text.substring(start, text.indexOf(end, start))));
    }
    return found;
  }

  @Test
  void what_the_page_shows_of_waiting_workers_and_going_back_runs() throws InterruptedException {
    StateGraph graph = StateGraph.builder("trip")
        .state(Snippets.CITY)
        .node("where", ctx -> Update.of(Snippets.CITY, Snippets.ask(ctx)))
        .node("paid", ctx -> Update.of(Snippets.CITY, Snippets.waits(ctx)))
        .start("where")
        .edge("where", "paid")
        .edge("paid", StateGraph.END)
        .build();
    Principal ana = Principal.of("ana", "acme", "clerk");
    BlockingQueue<RunEvent> asked = new LinkedBlockingQueue<>();
    try (AgentRuntime runtime = AgentRuntime.builder().build()) {
      runtime.run(
          graph, Update.of(Snippets.CITY, "Linz"), RunOptions.thread("case-7").as(ana));
      runtime.inbox().answer(runtime.inbox().open(ana).get(0), "left", ana);
      RunResult.Suspended sleeps =
          (RunResult.Suspended) runtime.resume(RunOptions.thread("case-7").as(ana));
      assertThat(sleeps.waits()).hasSize(1);
      CheckpointRef head = Snippets.goBack(runtime, ana);
      assertThat(runtime.threads().history(ana, "case-7").get(0).ref()).isEqualTo(head);
      assertThat(runtime.threads().state(ana, "case-7-what-if").info().ref().seq())
          .isEqualTo(1);

      RunWorker worker = Snippets.work(runtime, graph, Update.of(Snippets.CITY, "Graz"), ana);
      while (runtime.inbox().open(ana, "case-8").isEmpty()) {
        assertThat(asked.poll(5, TimeUnit.MILLISECONDS)).isNull();
      }
      assertThat(worker.stats().claimed()).isEqualTo(1);
      Snippets.schedule(runtime, graph, Update.none(), ana);
      assertThat(runtime.schedules().list(ana)).hasSize(1);
    }
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
