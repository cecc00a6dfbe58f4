package io.harden4j.examples.drill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.examples.drill.Drill.Call;
import io.harden4j.examples.drill.Drill.Outcome;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.StandardGuard;
import io.harden4j.identity.Principal;
import io.harden4j.label.Readers;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ResultShape;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a model does that an injected page controls completely, and what one does that works for the user: the same tools, the same policy, the same page read.
 * There is no model in it, because it does not matter what the model thinks.
 */
public final class InjectionDrill {
  private static final Principal ANA = Principal.of("ana", "acme", "assistant");
  private static final StateKey<String> REQUEST = StateKey.of("request", String.class);
  private static final StandardGuard GUARD =
      StandardGuard.builder().role("assistant").may("desk.*").build();

  private final PrintStream out;

  private InjectionDrill(PrintStream out) {
    this.out = out;
  }

  /** Runs all pairs and prints them. Returns how many attacks reached a tool plus how many twins did not. */
  public static int run(PrintStream out) {
    InjectionDrill drill = new InjectionDrill(out);
    int wrong = 0;
    for (Drill each : Drills.all()) {
      wrong += drill.show(each);
    }
    out.println(
        wrong == 0
            ? "no attack reached a tool; all of the user's work was done"
            : wrong + " calls went wrong");
    return wrong;
  }

  private int show(Drill drill) {
    out.println("== " + drill.name());
    out.println("   user: " + drill.user());
    out.println("   page: " + drill.page());
    Outcome attack = play(drill, drill.attack());
    Outcome twin = play(drill, drill.twin());
    print("attack", drill.attack(), attack);
    print("twin  ", drill.twin(), twin);
    out.println();
    return (attack.reached() ? 1 : 0) + (twin.reached() ? 0 : 1);
  }

  private void print(String which, Call call, Outcome outcome) {
    out.println("   " + which + " " + call.tool() + " " + call.arguments());
    out.println("          " + outcome.verdict() + " by " + outcome.rule());
    outcome
        .reason()
        .lines()
        .filter(line -> line.startsWith("Because") || line.startsWith("argument"))
        .forEach(line -> out.println("          " + line));
  }

  /** Plays one thread: the user's text and the page are read, then the call is made. A question counts as not answered. */
  static Outcome play(Drill drill, Call call) {
    List<String> reached = new CopyOnWriteArrayList<>();
    List<AuditRecord> decisions = new CopyOnWriteArrayList<>();
    StateGraph graph = StateGraph.builder("drill")
        .state(REQUEST)
        .node("act", ctx -> {
          ctx.get(REQUEST);
          ctx.tools().call("read_page", "{}");
          if (drill.attack().arguments().contains("passport")) {
            ctx.tools().call("read_profile", "{}");
          }
          ctx.tools().call(call.tool(), call.arguments());
          return Update.none();
        })
        .start("act")
        .edge("act", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(GUARD)
        .tools(tools(drill, reached))
        .audit(record -> {
          if (record.phase() == AuditRecord.Phase.DECISION
              && record.tool().equals("desk." + call.tool())) {
            decisions.add(record);
          }
        })
        .build()) {
      RunResult result = runtime.run(
          graph, Update.of(REQUEST, drill.user()), RunOptions.thread("drill").as(ANA));
      AuditRecord decided = decisions.get(0);
      boolean asks = result instanceof RunResult.Suspended;
      String verdict = reached.contains(call.tool()) ? "ALLOW" : asks ? "ASK" : "DENY";
      String reason = result instanceof RunResult.Suspended waiting
          ? waiting.questions().get(0).text()
          : decided.reason();
      return new Outcome(verdict, decided.rule(), reason, reached.contains(call.tool()));
    }
  }

  private static List<GuardedTool> tools(Drill drill, List<String> reached) {
    List<GuardedTool> tools = new ArrayList<>();
    tools.add(tool("read_page", ToolDeclaration.of(Sink.READ), drill.page(), reached));
    tools.add(tool(
        "read_profile",
        ToolDeclaration.of(Sink.READ)
            .trustedResult()
            .resultFor(Readers.only(ResultShape.PRINCIPAL)),
        "passport C01X00T47",
        reached));
    tools.add(tool(
        "send_mail",
        ToolDeclaration.of(Sink.WRITE_EXTERNAL).argument("to", ArgumentRole.DESTINATION),
        "sent",
        reached));
    tools.add(tool(
        "refund",
        ToolDeclaration.of(Sink.SPEND)
            .argument("iban", ArgumentRole.DESTINATION)
            .argument("amount", ArgumentRole.AMOUNT),
        "refunded",
        reached));
    tools.add(tool(
        "delete_file",
        ToolDeclaration.of(Sink.DELETE).argument("file_id", ArgumentRole.IDENTIFIER),
        "deleted",
        reached));
    tools.add(tool(
        "fetch",
        ToolDeclaration.of(Sink.READ_EGRESS).argument("url", ArgumentRole.URL),
        "a document",
        reached));
    return tools;
  }

  private static GuardedTool tool(
      String name, ToolDeclaration declaration, String answer, List<String> reached) {
    return new GuardedTool(
        new ToolRef("desk", name, ""),
        name,
        name,
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        declaration,
        permit -> {
          permit.arguments();
          reached.add(name);
          return ToolResult.ok(answer);
        });
  }
}
