package io.harden4j.guard;

import static io.harden4j.guard.Scene.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.checkpoint.RunId;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HostileEvidence.class)
class ApprovalsTest {
  private static final Principal BOB = Principal.of("bob", "acme", "agent");
  private static final Principal EVA = Principal.of("eva", "acme", "agent");
  private static final StateKey<String> DONE = StateKey.of("done", String.class);
  private static final StateGraph PAY = StateGraph.builder("pay")
      .state(DONE)
      .node("pay", ctx -> Update.of(DONE, ctx.tools().call("pay", "{}").status().name()))
      .start("pay")
      .edge("pay", StateGraph.END)
      .build();

  private final InMemoryControlStore store = new InMemoryControlStore();
  private final StandardGuard asking = StandardGuard.builder()
      .role("agent")
      .mayAfterApproval("bank.pay")
      .mayAfterApproval("bank.run")
      .build();

  private static Scene pay(String json) {
    return call("bank.pay", Sink.SPEND, json)
        .argument("to", ArgumentRole.DESTINATION)
        .argument("amount", ArgumentRole.AMOUNT)
        .under(Scene.USER);
  }

  private static GuardRequest in(String run, Scene scene) {
    GuardRequest r = scene.request();
    return new GuardRequest(
        r.principal(),
        new RunId(run),
        r.thread(),
        r.node(),
        r.call(),
        r.declaration(),
        r.control(),
        r.arguments(),
        r.sources(),
        r.at());
  }

  @Test
  void F12_a_run_that_asks_too_often_is_denied_and_the_same_question_counts_once() {
    PatienceGuard guard = PatienceGuard.over(asking, store).questions(3);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 3; i++) {
        assertThat(Scene.kind(guard.decide(in("r", pay("{\"amount\":" + i + "}")))))
            .isEqualTo("ASK");
      }
    }

    for (int i = 3; i < 500; i++) {
      assertThat(Scene.kind(guard.decide(in("r", pay("{\"amount\":" + i + "}")))))
          .isEqualTo("DENY TOO_MANY_QUESTIONS");
    }
    PatienceGuard elsewhere = PatienceGuard.over(asking, store).questions(3);
    assertThat(Scene.kind(elsewhere.decide(in("r", pay("{\"amount\":900}")))))
        .isEqualTo("DENY TOO_MANY_QUESTIONS");
    assertThat(Scene.kind(guard.decide(in("another", pay("{\"amount\":900}"))))).isEqualTo("ASK");
  }

  @Test
  void F31_a_run_that_probes_the_policy_gets_nothing_but_reads() {
    StandardGuard open =
        StandardGuard.builder().role("agent").may("s.read").may("s.write").build();
    PatienceGuard guard = PatienceGuard.over(open, store).denials(30);
    Scene write = call("s.write", Sink.WRITE_LOCAL, "{}").under(Scene.USER);
    assertThat(Scene.kind(guard.decide(write.request()))).isEqualTo("ALLOW");

    for (int i = 0; i < 30; i++) {
      guard.decide(call("s.try" + i, Sink.WRITE_LOCAL, "{}").request());
    }

    assertThat(Scene.kind(guard.decide(write.request()))).isEqualTo("DENY TOO_MANY_DENIALS");
    assertThat(Scene.kind(guard.decide(call("s.read", Sink.READ, "{}").request())))
        .isEqualTo("ALLOW");
  }

  @Test
  void a_grant_for_a_thread_answers_the_same_receiver_up_to_the_same_amount_until_it_expires() {
    ThreadGrants guard = ThreadGrants.over(asking, store);
    GuardRequest asked = pay("{\"to\":\"bob@acme.test\",\"amount\":50}").request();
    guard.grant(asked, BOB, Duration.ofHours(1));

    assertThat(Scene.kind(guard.decide(asked))).isEqualTo("ALLOW");
    assertThat(Scene.kind(
            guard.decide(pay("{\"to\":\"bob@acme.test\",\"amount\":49}").request())))
        .isEqualTo("ALLOW");
    for (String wider : List.of(
        "{\"to\":\"bob@acme.test\",\"amount\":51}",
        "{\"to\":\"eve@acme.test\",\"amount\":1}",
        "{\"to\":\"bob@acme.test\",\"amount\":-1}",
        "{\"to\":[\"bob@acme.test\",\"eve@acme.test\"],\"amount\":1}",
        "{\"amount\":1}")) {
      assertThat(Scene.kind(guard.decide(pay(wider).request()))).as(wider).isEqualTo("ASK");
    }
  }

  private static Scene mail(String text) {
    return call(
            "mail.send",
            Sink.WRITE_EXTERNAL,
            "{\"to\":\"bob@acme.test\",\"text\":\"" + text + "\"}")
        .argument("to", ArgumentRole.DESTINATION);
  }

  @Test
  void a_grant_for_a_thread_ends_where_the_thread_has_read_what_fewer_may_see() {
    ThreadGrants guard =
        ThreadGrants.over(StandardGuard.builder().role("agent").may("mail.send").build(), store);
    guard.grant(mail("hello").request(), BOB, Duration.ofHours(1));
    Label secret = Scene.PAGE.withReaders(Readers.only("user:ana"));

    assertThat(Scene.kind(guard.decide(mail("hello again").request()))).isEqualTo("ALLOW");
    assertThat(Scene.kind(guard.decide(mail("hello again").under(secret).request())))
        .isEqualTo("ASK");
  }

  @Test
  void a_grant_for_a_thread_covers_links_only_to_where_those_led_that_he_saw() {
    ThreadGrants guard =
        ThreadGrants.over(StandardGuard.builder().role("agent").may("mail.send").build(), store);
    guard.grant(mail("see https://acme.test/a").request(), BOB, Duration.ofHours(1));

    assertThat(Scene.kind(guard.decide(mail("see https://acme.test/b").request())))
        .isEqualTo("ALLOW");
    assertThat(Scene.kind(guard.decide(mail("see https://evil.test/b").request())))
        .isEqualTo("ASK");
    assertThat(Scene.kind(guard.decide(mail("see evil.test").request()))).isEqualTo("ASK");
  }

  @Test
  void F05_a_grant_ends_with_its_time_and_a_clock_that_goes_back_does_not_revive_it() {
    ThreadGrants guard = ThreadGrants.over(asking, store);
    GuardRequest asked = pay("{\"to\":\"bob@acme.test\",\"amount\":50}").request();
    guard.grant(asked, BOB, Duration.ofHours(1));

    assertThat(Scene.kind(guard.decide(at(asked, Duration.ofMinutes(61))))).isEqualTo("ASK");
    assertThat(Scene.kind(guard.decide(at(asked, Duration.ofMinutes(-1))))).isEqualTo("ASK");
    guard.revoke(asked);
    assertThat(Scene.kind(guard.decide(asked))).isEqualTo("ASK");
  }

  private static GuardRequest at(GuardRequest r, Duration later) {
    return new GuardRequest(
        r.principal(),
        r.run(),
        r.thread(),
        r.node(),
        r.call(),
        r.declaration(),
        r.control(),
        r.arguments(),
        r.sources(),
        r.at().plus(later));
  }

  @Test
  void F04_a_grant_ends_with_its_policy() {
    ThreadGrants guard = ThreadGrants.over(asking, store);
    GuardRequest asked = pay("{\"to\":\"bob@acme.test\",\"amount\":50}").request();
    guard.grant(asked, BOB, Duration.ofHours(1));
    StandardGuard other = StandardGuard.builder()
        .role("agent")
        .mayAfterApproval("bank.pay")
        .mayAfterApproval("bank.other")
        .build();

    assertThat(Scene.kind(ThreadGrants.over(other, store).decide(asked))).isEqualTo("ASK");
  }

  @Test
  void F08_a_grant_by_the_principal_himself_or_for_a_grave_or_an_open_call_is_refused() {
    ThreadGrants guard = ThreadGrants.over(asking, store);
    GuardRequest asked = pay("{\"to\":\"bob@acme.test\",\"amount\":50}").request();
    GuardRequest grave = call("bank.run", Sink.EXECUTE, "{\"id\":\"A-1\"}")
        .argument("id", ArgumentRole.IDENTIFIER)
        .request();

    assertThatThrownBy(() -> guard.grant(asked, Scene.ANA, Duration.ofHours(1)))
        .isInstanceOf(InvalidPolicyException.class);
    assertThatThrownBy(() -> guard.grant(grave, BOB, Duration.ofHours(1)))
        .hasMessageContaining("always asks");
    assertThatThrownBy(() -> guard.grant(pay("{\"amount\":1}").request(), BOB, Duration.ofHours(1)))
        .hasMessageContaining("would be open");
    assertThatThrownBy(() -> guard.grant(asked, BOB, Duration.ofDays(2)))
        .hasMessageContaining("lasts up to");
    assertThatThrownBy(() -> guard.grant(asked, Principal.of("x", "globex"), Duration.ofHours(1)))
        .isInstanceOf(InvalidPolicyException.class);
  }

  private final AtomicInteger paid = new AtomicInteger();

  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();

  private AgentRuntime runtime(Guard guard) {
    GuardedTool tool = new GuardedTool(
        new ToolRef("bank", "pay", ""),
        "pay",
        "",
        JsonNodeFactory.instance.objectNode(),
        ToolDeclaration.of(Sink.SPEND),
        permit -> {
          permit.arguments();
          paid.incrementAndGet();
          return ToolResult.ok("paid");
        });
    return AgentRuntime.builder()
        .guard(guard)
        .checkpoints(checkpoints)
        .tools(List.of(tool))
        .graphs(PAY)
        .build();
  }

  private static Guard asks(UnaryOperator<Approval> by) {
    return StandardGuard.builder()
        .role("agent")
        .mayAfterApproval("bank.pay", by)
        .build();
  }

  private static OpenQuestion only(RunResult result) {
    return ((RunResult.Suspended) result).questions().get(0);
  }

  @Test
  void dual_control_takes_two_people_and_one_who_answers_twice_is_not_two() {
    RunOptions options = RunOptions.thread("t").as(Scene.ANA);
    try (AgentRuntime runtime = runtime(asks(by -> by.people(2)))) {
      RunResult first = runtime.run(PAY, Update.none(), options);
      runtime.inbox().answer(only(first), true, BOB);
      RunResult second = runtime.resume(options);
      assertThat(paid).hasValue(0);
      assertThat(only(second).text()).contains("A second person");

      runtime.inbox().answer(only(second), true, EVA);
      assertThat(runtime.resume(options).orThrow().get(DONE)).isEqualTo("OK");
      assertThat(paid).hasValue(1);
    }
    paid.set(0);
    RunOptions again = RunOptions.thread("u").as(Scene.ANA);
    try (AgentRuntime runtime = runtime(asks(by -> by.people(2)))) {
      runtime.inbox().answer(only(runtime.run(PAY, Update.none(), again)), true, BOB);
      runtime.inbox().answer(only(runtime.resume(again)), true, BOB);

      assertThat(runtime.resume(again).orThrow().get(DONE)).isEqualTo("REFUSED");
      assertThat(paid).hasValue(0);
    }
  }

  @Test
  void F08_the_agents_own_identity_cannot_say_yes_to_itself() {
    RunOptions options = RunOptions.thread("t").as(Scene.ANA);
    try (AgentRuntime runtime = runtime(asks(Approval::notThePrincipal))) {
      runtime.inbox().answer(only(runtime.run(PAY, Update.none(), options)), true, Scene.ANA);

      assertThat(runtime.resume(options).orThrow().get(DONE)).isEqualTo("REFUSED");
      assertThat(paid).hasValue(0);
    }
  }

  @Test
  void F04_an_approval_given_under_another_policy_is_asked_again() {
    RunOptions options = RunOptions.thread("t").as(Scene.ANA);
    try (AgentRuntime runtime = runtime(asks(by -> by))) {
      runtime.inbox().answer(only(runtime.run(PAY, Update.none(), options)), true, BOB);
    }
    try (AgentRuntime stricter = runtime(asks(by -> by.within(Duration.ofHours(1))))) {
      assertThat(stricter.resume(options)).isInstanceOf(RunResult.Suspended.class);
      assertThat(paid).hasValue(0);
    }
  }

  @Test
  void F23_a_role_that_is_taken_away_while_the_run_waits_denies_on_resume() {
    RunOptions options = RunOptions.thread("t").as(Scene.ANA);
    try (AgentRuntime runtime = runtime(asks(by -> by))) {
      runtime.inbox().answer(only(runtime.run(PAY, Update.none(), options)), true, BOB);

      RunResult resumed =
          runtime.resume(RunOptions.thread("t").as(Principal.of("ana", "acme", "visitor")));

      assertThat(resumed.orThrow().get(DONE)).isEqualTo("DENIED");
      assertThat(paid).hasValue(0);
    }
  }
}
