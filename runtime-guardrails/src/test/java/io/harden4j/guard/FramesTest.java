package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.effect.BreakerPolicy;
import io.harden4j.effect.Budget;
import io.harden4j.effect.Retry;
import io.harden4j.effect.TransientException;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Permit;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G4 where calls are retried, run side by side, have equal arguments, or cannot be announced: 1,000 calls for each seed. */
@ExtendWith(HostileEvidence.class)
class FramesTest {
  private static final int CASES = 1_000;
  private static final int BRANCHES = 8;

  private record Event(String kind, String tool, String arguments) {}

  private final List<Event> trail = new CopyOnWriteArrayList<>();
  private final Set<Permit> permits =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  private GuardedTool tool(String name, Sink sink, int failures) {
    return new GuardedTool(
        new ToolRef("s", name, ""),
        name,
        "",
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        ToolDeclaration.of(sink).trustedResult().retry(Retry.immediately(3)),
        permit -> {
          assertThat(permits.add(permit))
              .as("a permit of its own for each frame")
              .isTrue();
          trail.add(new Event("frame", "s." + name, permit.argumentHash()));
          permit.arguments();
          if (permit.frame() <= failures) {
            throw new TransientException("busy", null);
          }
          return ToolResult.ok("x");
        });
  }

  private void record(AuditRecord r) {
    if (r.phase() == AuditRecord.Phase.INTENT) {
      if (r.tool().equals("s.mute")) {
        throw new IllegalStateException("disk full");
      }
      trail.add(new Event("intent", r.tool(), r.argumentHash()));
    } else if (r.phase() == AuditRecord.Phase.DECISION && r.outcome().equals("deny")) {
      trail.add(new Event("denied", r.tool(), r.argumentHash()));
    }
  }

  private static StateGraph graph(long seed) {
    return StateGraph.builder("g")
        .node("split", ctx -> Update.none())
        .node("act", ctx -> {
          Random random = new Random(seed + ctx.input(Integer.class));
          List<String> tools = List.of("ok", "twice", "thrice", "no", "mute", "role");
          for (int i = 0; i < CASES / BRANCHES; i++) {
            String tool = tools.get(random.nextInt(tools.size()));
            String json =
                tool.equals("role") ? "{\"role\":\"x\"}" : "{\"n\":" + random.nextInt(4) + "}";
            ctx.tools().call(tool.equals("role") ? "ok" : tool, json);
          }
          return Update.none();
        })
        .start("split")
        .fanOut("split", "act", s -> IntStream.range(0, BRANCHES).boxed().toList())
        .edge("act", StateGraph.END)
        .build();
  }

  @ParameterizedTest(name = "G4 seed {0}")
  @ValueSource(longs = {3, 11, 77})
  void G4_each_frame_has_a_permit_of_its_own_and_an_intent_of_its_call_before_it(long seed) {
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(StandardGuard.builder()
            .role("agent")
            .may("s.ok")
            .may("s.twice")
            .may("s.thrice")
            .may("s.mute")
            .build())
        .breaker(new BreakerPolicy(Integer.MAX_VALUE, Duration.ZERO))
        .tools(List.of(
            tool("ok", Sink.WRITE_LOCAL, 0),
            tool("twice", Sink.WRITE_LOCAL, 1),
            tool("thrice", Sink.READ, 2),
            tool("no", Sink.WRITE_LOCAL, 0),
            tool("mute", Sink.WRITE_LOCAL, 0)))
        .audit(this::record)
        .budget(Budget.UNLIMITED)
        .build()) {
      runtime
          .run(graph(seed), Update.none(), RunOptions.thread("t").as(Scene.ANA))
          .orThrow();
    }

    Map<Event, Integer> intents = new HashMap<>();
    Map<Event, Integer> frames = new HashMap<>();
    Map<String, Integer> attempts = Map.of("s.ok", 1, "s.twice", 2, "s.thrice", 3);
    List<Event> unannounced = new ArrayList<>();
    for (Event event : trail) {
      Event call = new Event("", event.tool(), event.arguments());
      if (event.kind().equals("intent")) {
        intents.merge(call, 1, Integer::sum);
      } else if (event.kind().equals("frame")) {
        int made = frames.merge(call, 1, Integer::sum);
        if (made > intents.getOrDefault(call, 0) * attempts.getOrDefault(event.tool(), 0)) {
          unannounced.add(event);
        }
      }
    }
    assertThat(unannounced).as("frames without an intent before them").isEmpty();
    intents.forEach((call, announced) -> assertThat(frames)
        .as("%s", call)
        .containsEntry(call, announced * attempts.get(call.tool())));
    assertThat(frames.keySet()).isEqualTo(intents.keySet());
    assertThat(permits).hasSize(frames.values().stream().mapToInt(n -> n).sum());
    assertThat(trail.stream().filter(e -> e.kind().equals("denied"))).hasSizeGreaterThan(100);
    assertThat(frames.keySet()).extracting(Event::tool).doesNotContain("s.no", "s.mute");
  }
}
