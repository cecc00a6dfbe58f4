package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated policies and calls: 1,000 for each seed. */
@ExtendWith(HostileEvidence.class)
class MonotonicityTest {
  private static final int CASES = 1_000;
  private static final List<String> ROLES = List.of("agent", "clerk", "lead");
  private static final List<String> PATTERNS = List.of("s.*", "s.a", "s.b", "*.a", "*.*", "s.a*");
  private static final List<String> VALUES = List.of(
      "\"bob@acme.test\"",
      "\"x, bob@acme.test\"",
      "7",
      "60",
      "null",
      "[\"A-1\",\"B-2\"]",
      "{\"role\":1}",
      "\"\\u202e\"");

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static StandardGuard policy(Random random) {
    GuardBuilder guard = StandardGuard.builder();
    if (random.nextInt(8) == 0) {
      guard.nobodyMay(any(random, PATTERNS));
    }
    for (DefaultRule rule : DefaultRule.values()) {
      if (random.nextInt(10) == 0) {
        guard.without(rule);
      }
    }
    Set<String> taken = new TreeSet<>();
    for (int i = 0; i < 6; i++) {
      String role = any(random, ROLES);
      String pattern = any(random, PATTERNS);
      if (taken.add(role + pattern)) {
        line(random, guard.role(role), pattern);
      }
    }
    return guard.build();
  }

  private static void line(Random random, RoleBuilder role, String pattern) {
    switch (random.nextInt(6)) {
      case 0 -> role.mayNot(pattern);
      case 1 -> role.mayAfterApproval(pattern);
      case 2 -> role.mayAfterApproval(pattern, by -> by.role("owner"));
      case 3 -> role.may(pattern, a -> a.number("x").atMost(50).orAbsent().elseAsk());
      default -> role.may(pattern);
    }
  }

  private static Scene scene(Random random) {
    String json = "{\"x\":" + any(random, VALUES) + ",\"y\":" + any(random, VALUES) + "}";
    Scene scene = Scene.call(
            any(random, List.of("s.a", "s.b", "t.a", "t.c")),
            any(random, List.of(Sink.values())),
            json)
        .argument("x", any(random, List.of(ArgumentRole.values())))
        .argument("y", any(random, List.of(ArgumentRole.values())))
        .as(ROLES.stream().filter(r -> random.nextBoolean()).toArray(String[]::new))
        .under(any(random, List.of(Scene.USER, Scene.PAGE, Scene.DATABASE)));
    Map<String, Label> labels = new HashMap<>();
    for (String pointer : List.of("/x", "/y", "/x/0", "/x/1", "/y/0")) {
      if (random.nextBoolean()) {
        labels.put(pointer, any(random, List.of(Scene.USER, Scene.PAGE, Scene.DATABASE)));
      }
    }
    return scene.labels(labels);
  }

  private static int strictness(Decision decision) {
    return decision.fold(a -> 0, d -> 3, q -> q.audience().isEmpty() ? 1 : 2);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234})
  void G1_removing_a_role_or_raising_taint_never_makes_a_verdict_laxer(long seed) {
    Random random = new Random(seed);
    int[] seen = new int[4];
    for (int i = 0; i < CASES; i++) {
      StandardGuard guard = policy(random);
      Scene scene = scene(random);
      int before = strictness(scene.judgedBy(guard));
      seen[before]++;
      for (Scene stricter : stricter(scene)) {
        assertThat(strictness(stricter.judgedBy(guard)))
            .as("case %d: %s became %s under\n%s", i, scene, stricter, guard.describe())
            .isGreaterThanOrEqualTo(before);
      }
    }
    assertThat(seen).as("every verdict was met").doesNotContain(0);
  }

  private static List<Scene> stricter(Scene scene) {
    List<Scene> all = new ArrayList<>();
    for (String role : scene.principal().roles()) {
      Set<String> fewer = new TreeSet<>(scene.principal().roles());
      fewer.remove(role);
      all.add(scene.as(fewer.toArray(String[]::new)));
    }
    all.add(scene.under(scene.control().join(Scene.PAGE)));
    scene.labels().forEach((pointer, label) -> {
      Map<String, Label> tainted = new HashMap<>(scene.labels());
      tainted.put(pointer, label.join(Scene.PAGE));
      all.add(scene.labels(tainted));
    });
    return all;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {2, 8, 43, 1235})
  void the_same_request_gets_the_same_decision_from_a_guard_built_anew(long seed) {
    Random one = new Random(seed);
    Random two = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      StandardGuard guard = policy(one);
      StandardGuard again = policy(two);

      assertThat(scene(one).judgedBy(guard)).isEqualTo(scene(two).judgedBy(again));
      assertThat(guard.policyHash()).isEqualTo(again.policyHash());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 9, 44, 1236})
  void lowering_the_label_of_a_text_never_raises_the_label_of_an_argument(long seed) {
    Random random = new Random(seed);
    List<String> words = List.of(
        "bob@acme.test", "A-1", "order", "7", "60", "EUR", "#general", "May", "https://acme.test");
    for (int i = 0; i < CASES; i++) {
      String text = any(random, words) + " " + any(random, words) + " " + any(random, words);
      Scene scene = scene(random);
      Label trusted = any(random, List.of(Scene.USER, Scene.DATABASE));

      Map<String, Label> high = ground(scene, text, trusted);
      Map<String, Label> low = ground(scene, text, Scene.PAGE);

      high.forEach((pointer, label) -> {
        Integrity lowered = low.get(pointer).integrity();
        assertThat(label.integrity().atLeast(lowered))
            .as("%s in %s", pointer, text)
            .isTrue();
      });
    }
  }

  private static Map<String, Label> ground(Scene scene, String text, Label label) {
    return Grounding.of(
        scene.request().call().arguments(),
        scene.declaration().roles(),
        List.of(Labeled.of(text, label)),
        scene.control());
  }
}
