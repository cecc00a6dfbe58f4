package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.effect.Budget;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.InvalidArgumentsException;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties G2 to G5 and G8 over 1,000 generated cases for each seed; G1 is in {@link MonotonicityTest}, G7 belongs to the SQL governor. */
@ExtendWith(HostileEvidence.class)
class PropertiesTest {
  private static final int CASES = 1_000;

  private static Label label(Random random) {
    List<Integrity> levels = List.of(Integrity.values());
    Integrity integrity = levels.get(random.nextInt(levels.size()));
    Set<String> ids = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ids.add("reader" + random.nextInt(5));
    }
    Set<String> origins = new HashSet<>();
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 40 : 5); i > 0; i--) {
      origins.add("origin" + random.nextInt(60));
    }
    Readers readers = random.nextInt(3) == 0 ? Readers.EVERYONE : new Readers(false, ids);
    return new Label(integrity, readers, origins);
  }

  @ParameterizedTest(name = "G2 seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void G2_join_is_a_semilattice_and_any_order_of_a_fan_in_gives_the_same(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      Label a = label(random);
      Label b = label(random);
      Label c = label(random);
      assertThat(a.join(b)).isEqualTo(b.join(a));
      assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
      assertThat(a.join(a)).isEqualTo(a);
      assertThat(a.join(Label.SYSTEM)).isEqualTo(a);
      List<Label> fan = new ArrayList<>(List.of(a, b, c, label(random), label(random)));
      Label one = fan.stream().reduce(Label.SYSTEM, Label::join);
      Collections.shuffle(fan, random);
      assertThat(fan.stream().reduce(Label.SYSTEM, Label::join)).isEqualTo(one);
      assertThat(one.atLeast(a.integrity())).isEqualTo(one.integrity() == a.integrity());
    }
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = "k" + random.nextInt(6) + (random.nextInt(9) == 0 ? "\u00e4\"" : "");
      switch (random.nextInt(depth > 3 ? 4 : 6)) {
        case 0 -> node.put(key, random.nextInt());
        case 1 -> node.put(key, random.nextInt(1000) / 8.0);
        case 2 -> node.put(key, "v" + (char) (32 + random.nextInt(500)));
        case 3 -> node.put(key, random.nextBoolean());
        case 4 -> node.set(key, object(random, depth + 1));
        default -> node.putArray(key).add(random.nextInt(9)).add(object(random, depth + 1));
      }
    }
    return node;
  }

  @ParameterizedTest(name = "G3 seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void G3_canonical_form_is_idempotent_and_its_hash_says_what_is_sent(long seed) {
    Random random = new Random(seed);
    Map<String, String> byHash = new java.util.HashMap<>();
    for (int i = 0; i < CASES; i++) {
      CanonicalArguments once = CanonicalArguments.of(object(random, 0));
      CanonicalArguments twice = CanonicalArguments.parse(once.json());

      assertThat(twice.json()).isEqualTo(once.json());
      assertThat(new String(once.bytes(), StandardCharsets.UTF_8)).isEqualTo(once.json());
      assertThat(byHash.merge(once.hash(), once.json(), (a, b) -> a.equals(b) ? a : "differs"))
          .isEqualTo(once.json());
    }
  }

  @ParameterizedTest(name = "G3 text seed {0}")
  @ValueSource(longs = {2, 8})
  void G3_any_text_is_refused_or_has_a_canonical_form(long seed) {
    Random random = new Random(seed);
    String alphabet = "{}[]\":,0123456789eE+-.\\utrnabfls \u200b\u0000";
    for (int i = 0; i < CASES; i++) {
      StringBuilder text = new StringBuilder("{");
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        CanonicalArguments parsed = CanonicalArguments.parse(text + "}");
        assertThat(CanonicalArguments.parse(parsed.json())).isEqualTo(parsed);
      } catch (InvalidArgumentsException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest(name = "G4 seed {0}")
  @ValueSource(longs = {1, 7})
  void G4_each_frame_has_one_intent_before_it_and_each_denial_none(long seed) {
    Random random = new Random(seed);
    List<String> trail = new CopyOnWriteArrayList<>();
    List<GuardedTool> tools = new ArrayList<>();
    for (Sink sink : List.of(Sink.values()).subList(0, 6)) {
      tools.add(tool("t" + tools.size(), sink, trail));
    }
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      calls.add("t" + random.nextInt(6) + " {\"n\":" + i + "}");
    }
    GuardBuilder rolesOnly = StandardGuard.builder();
    for (DefaultRule rule : DefaultRule.values()) {
      rolesOnly.without(rule);
    }
    StandardGuard guard =
        rolesOnly.role("agent").may("s.t0").may("s.t2").may("s.t4").build();
    StateGraph graph = StateGraph.builder("g")
        .node("act", ctx -> {
          calls.forEach(call -> ctx.tools().call(call.substring(0, 2), call.substring(3)));
          return Update.none();
        })
        .start("act")
        .edge("act", StateGraph.END)
        .build();

    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(guard)
        .tools(tools)
        .audit(r -> {
          if (r.phase() == AuditRecord.Phase.INTENT) {
            trail.add("intent " + r.argumentHash());
          } else if (r.phase() == AuditRecord.Phase.DECISION && r.outcome().equals("deny")) {
            trail.add("denied " + r.argumentHash());
          }
        })
        .budget(Budget.UNLIMITED)
        .build()) {
      runtime.run(graph, Update.none(), RunOptions.thread("t").as(Scene.ANA)).orThrow();
    }

    Set<String> announced = new HashSet<>();
    Set<String> sent = new HashSet<>();
    Set<String> denied = new HashSet<>();
    for (String entry : trail) {
      String hash = entry.substring(entry.indexOf(' ') + 1);
      switch (entry.charAt(0)) {
        case 'i' -> assertThat(announced.add(hash)).isTrue();
        case 'd' -> denied.add(hash);
        default -> {
          assertThat(announced).contains(hash);
          assertThat(sent.add(hash)).isTrue();
        }
      }
    }
    assertThat(sent).isNotEmpty().isEqualTo(announced).doesNotContainAnyElementsOf(denied);
    assertThat(sent.size() + denied.size()).isEqualTo(CASES);
  }

  private static GuardedTool tool(String name, Sink sink, List<String> trail) {
    return new GuardedTool(
        new ToolRef("s", name, ""),
        name,
        "",
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        ToolDeclaration.of(sink),
        permit -> {
          trail.add("frame " + permit.argumentHash());
          permit.arguments();
          return ToolResult.ok("x");
        });
  }

  @ParameterizedTest(name = "G5 seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void G5_a_label_is_read_back_as_it_was_written(long seed) {
    Random random = new Random(seed);
    JsonCodec<Label> codec = JsonCodec.of(Label.class);
    for (int i = 0; i < CASES; i++) {
      Label label = label(random);

      assertThat(codec.decode(codec.encode(label), codec.schema())).isEqualTo(label);
    }
  }

  @ParameterizedTest(name = "G8 seed {0}")
  @ValueSource(longs = {1, 7})
  void G8_what_one_tenant_sees_does_not_depend_on_the_data_of_the_other(long seed) {
    assertThat(seenByAcme(seed, "red")).isEqualTo(seenByAcme(seed, "blue")).hasSize(CASES);
  }

  private static List<String> seenByAcme(long seed, String othersData) {
    Random random = new Random(seed);
    List<String> seen = new ArrayList<>();
    StateKey<String> key = StateKey.of("k", String.class).orElse("nothing");
    StateGraph graph = StateGraph.builder("g")
        .state(key)
        .node("n", ctx -> Update.of(key, ctx.get(key) + ctx.threadId()))
        .start("n")
        .edge("n", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(StandardGuard.builder().role("agent").may("s.*").build())
        .checkpoints(new InMemoryCheckpointStore())
        .build()) {
      Principal globex = Principal.of("eve", "globex", "agent");
      for (int i = 0; seen.size() < CASES; i++) {
        boolean own = random.nextBoolean();
        String thread = "t" + random.nextInt(20);
        Principal who = own ? Scene.ANA : globex;
        Update input = Update.of(key, own ? "acme" + i : othersData + i);
        var result =
            runtime.run(graph, input, RunOptions.thread(thread).as(who)).orThrow();
        if (own) {
          seen.add(thread + "=" + result.get(key) + " of "
              + runtime.threads().list(who).size());
        } else {
          assertThat(result.get(key)).contains(othersData);
        }
      }
      assertThatThrownBy(() -> runtime.threads().state(globex, "never-there"))
          .isInstanceOf(RuntimeException.class);
    }
    return seen;
  }
}
