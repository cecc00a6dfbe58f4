package io.harden4j.guard.worstcase;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.effect.Budget;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Permit;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One thread of a suite: the user's calls, then the attacker's, through the real runtime with the real guard in front of tools that answer from the record. A
 * human says yes to the user's calls and no to the attacker's.
 */
final class Replay {
  private static final StateKey<String> PROMPT = StateKey.of("prompt", String.class);
  private static final Principal USER = Principal.of("emma", "home", "agent");
  private static final Budget ENOUGH = Budget.of().toolCalls(1_000);

  /** What became of the calls. */
  static final class Outcome {
    final Set<Integer> executed = new HashSet<>();
    final Set<Integer> asked = new HashSet<>();
    final Map<Integer, String> denied = new TreeMap<>();
  }

  private final Suite suite;
  private final Map<String, ToolDeclaration> declared;
  private final Guard guard;
  private final List<Suite.Call> calls;
  private final int users;
  private final boolean tainted;
  private final Outcome outcome = new Outcome();
  private volatile int current = -1;

  private Replay(
      Suite suite,
      Map<String, ToolDeclaration> declared,
      Guard guard,
      List<Suite.Call> users,
      List<Suite.Call> attackers,
      boolean tainted) {
    this.suite = suite;
    this.declared = declared;
    this.guard = guard;
    this.calls = new ArrayList<>(users);
    this.calls.addAll(attackers);
    this.users = users.size();
    this.tainted = tainted;
  }

  static Outcome of(
      Suite suite,
      Map<String, ToolDeclaration> declared,
      Guard guard,
      String prompt,
      List<Suite.Call> users,
      List<Suite.Call> attackers,
      boolean tainted) {
    return new Replay(suite, declared, guard, users, attackers, tainted).run(prompt);
  }

  private Outcome run(String prompt) {
    StateGraph graph = StateGraph.builder("worst-case")
        .version(1)
        .state(PROMPT)
        .node("act", ctx -> {
          ctx.get(PROMPT);
          if (tainted) {
            ctx.tools().call("page", "{}");
          }
          for (int i = 0; i < calls.size(); i++) {
            current = i;
            note(i, ctx.tools().call(calls.get(i).tool(), calls.get(i).arguments()));
          }
          return Update.none();
        })
        .start("act")
        .edge("act", StateGraph.END)
        .build();
    try (AgentRuntime runtime =
        AgentRuntime.builder().guard(guard).tools(tools()).budget(ENOUGH).build()) {
      RunOptions options = RunOptions.thread("t").as(USER);
      RunResult result = runtime.run(graph, Update.of(PROMPT, prompt), options);
      while (result instanceof RunResult.Suspended suspended) {
        outcome.asked.add(current);
        for (OpenQuestion question : suspended.questions()) {
          runtime.inbox().answer(question, current < users, Principal.of("human", "home", "agent"));
        }
        result = runtime.resume(options);
      }
      result.orThrow();
      return outcome;
    }
  }

  private void note(int call, ToolResult result) {
    switch (result.status()) {
      case DENIED -> outcome.denied.put(call, result.code());
      case INVALID ->
        throw new IllegalStateException("call " + calls.get(call) + " of suite " + suite.name()
            + " is faulty: " + result.text());
      default -> {}
    }
  }

  private List<GuardedTool> tools() {
    List<GuardedTool> tools = new ArrayList<>();
    for (Suite.Tool tool : suite.tools()) {
      tools.add(new GuardedTool(
          new ToolRef(suite.name(), tool.name(), ""),
          tool.name(),
          tool.description(),
          (com.fasterxml.jackson.databind.node.ObjectNode) tool.schema(),
          declared.getOrDefault(tool.name(), ToolDeclaration.of(Sink.EXECUTE)),
          this::answer));
    }
    tools.add(new GuardedTool(
        new ToolRef("web", "page", ""),
        "page",
        "",
        JsonNodeFactory.instance.objectNode(),
        ToolDeclaration.of(Sink.READ),
        permit -> ToolResult.ok("a page that anybody may have written")));
    return tools;
  }

  private ToolResult answer(Permit permit) {
    permit.arguments();
    outcome.executed.add(current);
    return ToolResult.ok(calls.get(current).result());
  }
}
