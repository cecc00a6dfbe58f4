package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.label.Label;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocsTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final RunOptions THREAD = RunOptions.thread("t").as(Desk.ANA);

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void every_snippet_of_the_page_is_compiled_here() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "langchain4j.md"));
    String source = withoutSpace(
        Files.readString(Path.of("src/test/java/io/harden4j/langchain4j/DocSnippets.java")));

    List<String> snippets = SNIPPET
        .matcher(page)
        .results()
        .map((MatchResult r) -> withoutSpace(r.group(1)))
        .toList();

    assertThat(snippets).hasSizeGreaterThanOrEqualTo(4);
    assertThat(snippets).allSatisfy(s -> assertThat(source).contains(s));
  }

  @Test
  void the_assistant_of_the_page_asks_before_it_refunds() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("find_order", "{\"id\": 7}"))
        .reply(Reply.toolCall("refund", "{\"id\": 7, \"iban\": \"DE1\", \"amount\": 40}"))
        .reply("Done.")
        .build();
    try (AgentRuntime runtime = DocSnippets.runtime(Desk.GUARD)) {
      StateGraph graph = DocSnippets.support(model);

      RunResult result =
          runtime.run(graph, Update.of(DocSnippets.QUESTION, "Refund order 7"), THREAD);
      assertThat(result).isInstanceOf(RunResult.Suspended.class);
      runtime
          .inbox()
          .open(Desk.BOSS, "t")
          .forEach(q -> runtime.inbox().answer(q, "yes", Desk.BOSS));

      assertThat(runtime.resume(THREAD).orThrow().get(DocSnippets.ANSWER)).isEqualTo("Done.");
    }
  }

  @Test
  void the_reader_of_the_page_shows_passages_to_the_model_and_takes_their_label() {
    ScriptedChatModel model = ScriptedChatModel.replying("Within 30 days.");
    Assistant<DocSnippets.SupportBot> reader = DocSnippets.reader(model, new Handbook());
    StateGraph graph = StateGraph.builder("reader")
        .state(DocSnippets.ANSWER, DocSnippets.CHAT)
        .node("answer", ctx -> Update.of(DocSnippets.ANSWER, ctx.use(reader).answer("Until when?")))
        .start("answer")
        .edge("answer", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder().build()) {
      RunResult result = runtime.run(graph, Update.none(), THREAD);

      assertThat(result.orThrow().get(DocSnippets.ANSWER)).isEqualTo("Within 30 days.");
      assertThat(model.requests().get(0).messages().toString()).contains("Returns: 30 days.");
      assertThat(result.state().label(DocSnippets.ANSWER).origins()).contains("doc:returns.md");
    }
  }

  private static final class Handbook implements Retriever {
    @Override
    public String name() {
      return "handbook";
    }

    @Override
    public List<Passage> retrieve(RetrievalQuery query) {
      return List.of(new Passage(
          "p1",
          "returns.md",
          "Returns",
          "Returns: 30 days.",
          0,
          17,
          "",
          0.9,
          Label.untrusted("doc:returns.md"),
          Map.of("page", "3")));
    }
  }
}
