package io.harden4j.benchmarks.guard;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.guard.GuardBuilder;
import io.harden4j.guard.StandardGuard;
import io.harden4j.identity.Principal;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One decision under a policy of 1,000 rules, and the label of one more message joined into a conversation's. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
  static final int RULES = 1_000;

  private final StandardGuard guard;
  private final GuardRequest clean;
  private final GuardRequest tainted;
  private final GuardRequest huge;
  private final Label conversation;
  private final Label message;

  /** Builds policy, calls and labels. */
  public DecisionBenchmark() {
    GuardBuilder builder = StandardGuard.builder();
    for (int i = 0; i < RULES; i++) {
      builder
          .role("role" + i % 20)
          .may(
              "server" + i % 50 + ".tool" + i,
              a -> a.text("note").maxLength(500).orAbsent());
    }
    guard = builder.build();
    Principal ana = Principal.of("ana", "acme", "role1", "role5", "role11");
    Label user = Label.user(ana);
    Label page = Label.untrusted("doc:page");
    clean = request(ana, user, List.of());
    tainted = request(
        ana,
        user.join(page),
        List.of(
            Labeled.of("please note order A-1042: 'late' for bob@acme.test", user),
            Labeled.of("a page that says something about A-1043 ".repeat(20), page)));
    huge = request(
        ana,
        user.join(page),
        List.of(
            Labeled.of("note A-1042", user),
            Labeled.of("bob@acme.test DE89 ' \u201e 1,".repeat(400_000), page)));
    conversation = user.join(page).join(Label.trustedTool("tool:orders.find"));
    message = new Label(
        Integrity.UNTRUSTED, Readers.only("tenant:acme", "user:ana"), Set.of("doc:other"));
  }

  StandardGuard guard() {
    return guard;
  }

  static GuardRequest request(Principal who, Label control, List<Labeled<String>> texts) {
    return new GuardRequest(
        who,
        new RunId("run"),
        new ThreadKey("acme", "t"),
        "act",
        new ToolCall(
            new ToolRef("server11", "tool11", ""),
            CanonicalArguments.parse("{\"order_id\":\"A-1042\",\"note\":\"late\"}")),
        ToolDeclaration.of(Sink.WRITE_EXTERNAL).argument("order_id", ArgumentRole.IDENTIFIER),
        control,
        Map.of(),
        texts,
        Instant.EPOCH);
  }

  /** One decision by the policy alone. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Decision decision() {
    return guard.decide(clean);
  }

  /** One decision that also looks its arguments up in what was read, about 900 characters. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Decision groundedDecision() {
    return guard.decide(tainted);
  }

  /** One decision over a text of 10 million characters made to be slow. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Decision hugeDecision() {
    return guard.decide(huge);
  }

  /** One label joined. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public Label labelJoin() {
    return conversation.join(message);
  }
}
