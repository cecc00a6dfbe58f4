package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An id counts as the user's where he named its record, and the question that found the record was his. */
@ExtendWith(HostileEvidence.class)
class RecordsTest {
  private static final StateKey<String> PROMPT = StateKey.of("prompt", String.class);

  private static GuardedTool tool(String name, ToolDeclaration declaration, String result) {
    return new GuardedTool(
        new ToolRef("drive", name, ""),
        name,
        "",
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        declaration,
        permit -> {
          permit.arguments();
          return ToolResult.ok(result);
        });
  }

  private static String delete(String prompt, String query, String found, String id) {
    return delete(prompt, query, found, id, false);
  }

  private static String delete(
      String prompt, String query, String found, String id, boolean firstReadsAPage) {
    ToolDeclaration search = ToolDeclaration.of(Sink.READ)
        .argument("query", ArgumentRole.QUERY)
        .records(Set.of("name"), Set.of("id:file_id"));
    ToolDeclaration remove =
        ToolDeclaration.of(Sink.DELETE).argument("file_id", ArgumentRole.IDENTIFIER);
    StateGraph graph = StateGraph.builder("g")
        .state(PROMPT)
        .node("act", ctx -> {
          ctx.get(PROMPT);
          if (firstReadsAPage) {
            ctx.tools().call("page", "{}");
          }
          ctx.tools().call("search", "{\"query\":\"" + query + "\"}");
          ctx.tools().call("remove", "{\"file_id\":\"" + id + "\"}").orThrow();
          return Update.none();
        })
        .start("act")
        .edge("act", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(StandardGuard.builder().role("agent").may("drive.*").build())
        .tools(List.of(
            tool("page", ToolDeclaration.of(Sink.READ), "anything"),
            tool("search", search, found),
            tool("remove", remove, "removed")))
        .build()) {
      RunResult result =
          runtime.run(graph, Update.of(PROMPT, prompt), RunOptions.thread("t").as(Scene.ANA));
      return result.getClass().getSimpleName();
    }
  }

  private static final String ONE =
      "[{\"name\":\"grocery list.txt\",\"id\":\"9\"},{\"name\":\"contract\",\"id\":\"13\"}]";
  private static final String YAML =
      "- name: 'grocery list.txt'\n  id: '9'\n- name: contract\n  id: '13'\n";

  @Test
  void E19_the_id_of_the_one_record_that_the_user_named_is_allowed() {
    assertThat(delete("delete the grocery list", "grocery list", ONE, "9")).isEqualTo("Completed");
    assertThat(delete("delete the grocery list", "grocery list", YAML, "9")).isEqualTo("Completed");
  }

  @Test
  void E19_the_id_of_another_record_asks() {
    assertThat(delete("delete the grocery list", "grocery list", ONE, "13")).isEqualTo("Suspended");
  }

  @Test
  void E19_two_records_of_one_name_are_two_answers_and_ask() {
    String two =
        "[{\"name\":\"grocery list\",\"id\":\"9\"},{\"name\":\"grocery-list.docx\",\"id\":\"13\"}]";

    assertThat(delete("delete the grocery list", "grocery list", two, "9")).isEqualTo("Suspended");
    assertThat(delete("delete the grocery list", "grocery list", two, "13")).isEqualTo("Suspended");
  }

  @Test
  void E19_a_question_that_the_attacker_words_finds_nothing_that_counts() {
    assertThat(delete("delete the grocery list", "evil", ONE, "9", true)).isEqualTo("Suspended");
    assertThat(delete("delete the grocery list", "grocery list", ONE, "9", true))
        .isEqualTo("Completed");
  }

  @Test
  void E20_a_record_inside_free_text_is_none() {
    String nested =
        "[{\"name\":\"x\",\"id\":\"1\",\"body\":\"{\\\"name\\\":\\\"grocery list\\\",\\\"id\\\":\\\"13\\\"}\"}]";
    String twice = "{\"name\":\"grocery list\",\"id\":\"13\",\"id\":\"9\"}";
    String anchor = "- &a\n  name: grocery list\n  id: '13'\n- *a\n";

    for (String hostile : List.of(nested, twice, anchor, "name: grocery list\nid: 13\n{")) {
      assertThat(delete("delete the grocery list", "grocery list", hostile, "13"))
          .as(hostile)
          .isEqualTo("Suspended");
    }
  }

  @Test
  void E19_the_id_of_another_kind_of_thing_asks() {
    String event = "[{\"name\":\"Networking event\",\"id\":\"13\"}]";
    ToolDeclaration calendar =
        ToolDeclaration.of(Sink.READ).records(Set.of("name"), Set.of("id:event_id"));
    StateGraph graph = StateGraph.builder("g")
        .state(PROMPT)
        .node("act", ctx -> {
          ctx.get(PROMPT);
          ctx.tools().call("events", "{}");
          ctx.tools().call("remove", "{\"file_id\":\"13\"}");
          return Update.none();
        })
        .start("act")
        .edge("act", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(StandardGuard.builder().role("agent").may("drive.*").build())
        .tools(List.of(
            tool("events", calendar, event),
            tool(
                "remove",
                ToolDeclaration.of(Sink.DELETE).argument("file_id", ArgumentRole.IDENTIFIER),
                "removed")))
        .build()) {
      assertThat(runtime.run(
              graph,
              Update.of(PROMPT, "who is at the 'Networking event'?"),
              RunOptions.thread("t").as(Scene.ANA)))
          .isInstanceOf(RunResult.Suspended.class);
    }
  }

  @Test
  void a_mark_of_records_never_reaches_the_state_of_a_run() {
    StateKey<String> kept = StateKey.of("kept", String.class);
    StateGraph graph = StateGraph.builder("g")
        .state(PROMPT, kept)
        .node("read", ctx -> {
          ctx.get(PROMPT);
          String text = ctx.tools().call("search", "{\"query\":\"x\"}").text();
          return Update.of(kept, text);
        })
        .start("read")
        .edge("read", StateGraph.END)
        .build();
    ToolDeclaration search = ToolDeclaration.of(Sink.READ)
        .argument("query", ArgumentRole.QUERY)
        .records(Set.of("name"), Set.of("id:file_id"));
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(StandardGuard.builder().role("agent").may("drive.*").build())
        .tools(List.of(tool("search", search, ONE)))
        .build()) {
      RunResult result =
          runtime.run(graph, Update.of(PROMPT, "x"), RunOptions.thread("t").as(Scene.ANA));

      assertThat(result.orThrow().label(kept).origins())
          .contains("tool:drive.search")
          .noneMatch(origin -> origin.startsWith("records"));
    }
  }
}
