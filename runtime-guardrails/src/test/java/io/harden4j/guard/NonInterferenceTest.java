package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.control.ControlStoreKillSwitch;
import io.harden4j.guard.quota.Quota;
import io.harden4j.guard.quota.QuotaGuard;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.MutableClock;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * G8: two tenants share one runtime, its stores, quotas, patience and kill switch, and thread ids. What acme sees over 1,000 operations is written down twice,
 * beside a globex that does other things with other data, or nothing at all.
 */
@ExtendWith(HostileEvidence.class)
class NonInterferenceTest {
  private static final int CASES = 1_000;
  private static final Principal EVE = Principal.of("ana", "globex", "agent");
  private static final StateKey<String> TEXT = StateKey.of("text", String.class).orElse("none");
  private static final StateKey<List<String>> LOG = StateKey.list("log", String.class);

  private static final StateGraph GRAPH = StateGraph.builder("g")
      .state(TEXT, LOG)
      .node("act", ctx -> {
        String text = ctx.get(TEXT);
        String tool = text.startsWith("pay") ? "pay" : text.startsWith("no") ? "drop" : "look";
        ToolResult result = ctx.tools().call(tool, "{\"q\":\"" + text + "\"}");
        return Update.add(LOG, text + " " + result.status() + " " + result.code() + result.text());
      })
      .start("act")
      .edge("act", StateGraph.END)
      .build();

  private static GuardedTool tool(String name, Sink sink) {
    return new GuardedTool(
        new ToolRef("s", name, ""),
        name,
        "",
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        ToolDeclaration.of(sink).trustedResult(),
        permit -> ToolResult.ok(new String(permit.arguments(), StandardCharsets.UTF_8)));
  }

  private static AgentRuntime runtime(InMemoryControlStore control) {
    MutableClock clock = MutableClock.create();
    StandardGuard policy = StandardGuard.builder()
        .role("agent")
        .may("s.look")
        .mayAfterApproval("s.pay")
        .build();
    Quota quota = new Quota(
        "calls", Quota.Scope.TENANT, Quota.Unit.CALLS, "s.*", 600, Duration.ofDays(3_650));
    return AgentRuntime.builder()
        .clock(clock)
        .checkpoints(new InMemoryCheckpointStore(clock))
        .graphs(GRAPH)
        .guard(QuotaGuard.over(PatienceGuard.over(policy, control), control, quota))
        .killSwitch(ControlStoreKillSwitch.over(control))
        .tools(List.of(tool("look", Sink.READ), tool("pay", Sink.SPEND), tool("drop", Sink.DELETE)))
        .build();
  }

  /** Does one thing as a principal and returns all that he can see of it. */
  private static String operation(AgentRuntime runtime, Principal who, Random random, String data) {
    String thread = "t" + random.nextInt(12);
    RunOptions options = RunOptions.thread(thread).as(who);
    try {
      return switch (random.nextInt(9)) {
        case 0, 1 -> shown(runtime.run(GRAPH, Update.of(TEXT, "look " + data), options));
        case 2 -> shown(runtime.run(GRAPH, Update.of(TEXT, "pay " + data), options));
        case 3 -> shown(runtime.run(GRAPH, Update.of(TEXT, "no " + data), options));
        case 4 -> shown(runtime.resume(options));
        case 5 -> {
          List<OpenQuestion> open = runtime.inbox().open(who).stream()
              .sorted(Comparator.comparing(OpenQuestion::text))
              .toList();
          open.stream().limit(1).forEach(q -> runtime.inbox().answer(q, true, who));
          yield open.stream().map(OpenQuestion::text).toList().toString();
        }
        case 6 ->
          runtime.threads().list(who).stream()
              .map(i -> i.ref().thread().threadId() + i.status())
              .toList()
              .toString();
        case 7 -> {
          runtime.threads().delete(who, thread);
          yield "deleted " + thread;
        }
        default ->
          runtime.threads().state(who, thread).values().get(LOG) + " "
              + runtime.threads().history(who, thread).size();
      };
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName() + " "
          + String.valueOf(e.getMessage()).replaceAll("r-[0-9a-f]{32}|q-[0-9a-f]{20}", "id");
    }
  }

  private static String shown(RunResult result) {
    return result.getClass().getSimpleName() + " " + result.state().get(LOG);
  }

  private static List<String> seenByAcme(long seed, long others, String data) {
    Random own = new Random(seed);
    Random foreign = new Random(others);
    InMemoryControlStore control = new InMemoryControlStore();
    List<String> seen = new ArrayList<>();
    try (AgentRuntime runtime = runtime(control)) {
      for (int i = 0; i < CASES; i++) {
        for (int n = others == 0 ? 0 : foreign.nextInt(3); n > 0; n--) {
          operation(runtime, EVE, foreign, data + i);
        }
        if (others != 0 && i == CASES / 2) {
          ControlStoreKillSwitch.over(control).engage("tenant:globex", data);
        }
        seen.add(operation(runtime, Scene.ANA, own, "acme" + i));
      }
    }
    return seen;
  }

  @ParameterizedTest(name = "G8 seed {0}")
  @ValueSource(longs = {5, 23})
  void G8_nothing_that_one_tenant_sees_depends_on_what_another_has_or_does(long seed) {
    List<String> alone = seenByAcme(seed, 0, "");

    assertThat(seenByAcme(seed, seed + 1, "red")).isEqualTo(alone);
    assertThat(seenByAcme(seed, seed + 2, "blue")).isEqualTo(alone);
    assertThat(alone).hasSize(CASES).noneMatch(s -> s.contains("globex"));
    assertThat(alone.stream().map(s -> s.split(" ", 2)[0]).distinct()).hasSizeGreaterThan(4);
  }
}
