package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.Ask;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.AnswerRefusedException;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.QuestionExpiredException;
import io.harden4j.run.RunResult;
import io.harden4j.run.RunWorker;
import io.harden4j.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions that nobody answers: escalation, expiry, and what counts then; and the inbox that shows them. */
@Timeout(60)
class EscalationTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Principal CLERK = Principal.of("cleo", "acme", "clerk");
  private static final Principal BOSS = Principal.of("bo", "acme", "boss");

  private final Scene scene = new Scene();

  private static StateGraph asking(UnaryOperator<Ask<String>> options) {
    return Scene.single(ctx ->
        Update.of(TEXT, ctx.ask(options.apply(Ask.of("Which way?", String.class).to("clerk")))));
  }

  private AgentRuntime started(StateGraph graph) {
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));
    return runtime;
  }

  private static OpenQuestion only(List<OpenQuestion> open) {
    assertThat(open).hasSize(1);
    return open.get(0);
  }

  @Test
  void a_question_nobody_answers_goes_to_the_next_role() {
    StateGraph graph = asking(a -> a.escalateTo("boss", HOUR));
    AgentRuntime runtime = started(graph);
    OpenQuestion first = only(runtime.inbox().open(ANA));
    assertThat(first.audience()).isEqualTo("clerk");
    assertThat(first.expiresAt()).isEqualTo(MutableClock.START.plus(HOUR));
    assertThat(first.onExpiry()).isEqualTo("escalated to role 'boss'");

    scene.clock.advance(HOUR);
    assertThatThrownBy(() -> runtime.inbox().answer(first, "late", CLERK))
        .isInstanceOf(AnswerRefusedException.class)
        .hasMessageContaining(first.id().value());
    OpenQuestion second = only(suspended(runtime.resume(thread("t"))).questions());

    assertThat(second.audience()).isEqualTo("boss");
    assertThat(second.expiresAt()).isNull();
    assertThatThrownBy(() -> runtime.inbox().answer(second, "mine", CLERK))
        .isInstanceOf(AnswerRefusedException.class);
    runtime.inbox().answer(second, "left", BOSS);
    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT)).isEqualTo("left");
  }

  @Test
  void what_is_over_when_somebody_looks_is_passed_over() {
    StateGraph graph =
        asking(a -> a.escalateTo("boss", HOUR).escalateTo("owner", HOUR.multipliedBy(2)));
    AgentRuntime runtime = started(graph);

    scene.clock.advance(HOUR.multipliedBy(3));

    assertThat(only(suspended(runtime.resume(thread("t"))).questions()).audience())
        .isEqualTo("owner");
  }

  @Test
  void the_fallback_counts_when_all_turns_are_over_and_is_on_the_record() {
    StateGraph graph = Scene.single(ctx -> {
      String way = ctx.ask(Ask.of("Which way?", String.class)
          .to("clerk")
          .escalateTo("boss", HOUR)
          .expiresIn(HOUR.multipliedBy(2))
          .orElse("home"));
      return Update.of(TEXT, way + ctx.ask("Sure?", Boolean.class));
    });
    AgentRuntime runtime = started(graph);
    scene.clock.advance(HOUR);
    OpenQuestion second = only(suspended(runtime.resume(thread("t"))).questions());
    assertThat(second.expiresAt()).isEqualTo(MutableClock.START.plus(HOUR.multipliedBy(2)));
    assertThat(second.onExpiry()).isEqualTo("taken to be answered: home");

    scene.clock.advance(HOUR);
    OpenQuestion sure = only(suspended(runtime.resume(thread("t"))).questions());

    assertThat(
            scene.store.head(new ThreadKey("acme", "t"), "main").orElseThrow().effects())
        .anySatisfy(e -> assertThat(e.key().name()).isEqualTo("unanswered"));
    runtime.inbox().answer(sure, true, ANA);
    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT)).isEqualTo("hometrue");
  }

  @Test
  void without_a_fallback_the_node_hears_that_nobody_answered() {
    AgentRuntime runtime = started(asking(a -> a.expiresIn(HOUR)));
    scene.clock.advance(HOUR);

    RunResult.Failed failed = (RunResult.Failed) runtime.resume(thread("t"));

    assertThat(failed.error()).isInstanceOf(QuestionExpiredException.class);
  }

  @Test
  void a_worker_escalates_and_falls_back_on_its_own() throws Exception {
    StateGraph graph =
        asking(a -> a.escalateTo("boss", HOUR).expiresIn(HOUR.multipliedBy(2)).orElse("home"));
    BlockingQueue<RunResult> ended = new LinkedBlockingQueue<>();
    try (AgentRuntime runtime = started(graph)) {
      RunWorker worker =
          runtime.worker().poll(Duration.ofHours(1)).onEnd(ended::add).start();
      scene.clock.advance(HOUR);
      worker.wake();
      assertThat(only(suspended(ended.poll(20, TimeUnit.SECONDS)).questions()).audience())
          .isEqualTo("boss");
      scene.clock.advance(HOUR);
      worker.wake();

      assertThat(ended.poll(20, TimeUnit.SECONDS).orThrow().get(TEXT)).isEqualTo("home");
    }
  }

  @Test
  void refuses_options_that_contradict_each_other() {
    Ask<String> ask = Ask.of("?", String.class);

    assertThatThrownBy(() -> ask.orElse("x")).hasMessageContaining("expiresIn");
    assertThatThrownBy(() -> ask.escalateTo("a", HOUR).escalateTo("b", HOUR))
        .hasMessageContaining("order");
    assertThatThrownBy(() -> ask.escalateTo("a", HOUR).expiresIn(HOUR))
        .hasMessageContaining("expires");
    assertThatThrownBy(() -> ask.escalateTo(" ", HOUR)).hasMessageContaining("role");
  }

  @Test
  void the_inbox_lists_by_role_age_and_kind_and_in_pages() {
    StateGraph clerks = asking(a -> a);
    StateGraph anyone = Scene.single(ctx -> Update.of(TEXT, ctx.ask("Name?", String.class)));
    AgentRuntime runtime = scene.runtime();
    for (int i = 0; i < 5; i++) {
      runtime.run(clerks, Update.none(), thread("clerk-" + i));
      scene.clock.advance(HOUR);
    }
    runtime.run(anyone, Update.none(), thread("anyone"));
    InboxQuery all = InboxQuery.tenant("acme");

    assertThat(runtime.inbox().open(ANA, all.to("clerk"))).hasSize(5);
    assertThat(runtime.inbox().open(ANA, all.to(""))).hasSize(1);
    assertThat(runtime.inbox().open(ANA, all.ofKind("approval"))).isEmpty();
    assertThat(runtime.inbox().open(ANA, all.askedBefore(MutableClock.START.plus(HOUR))))
        .hasSize(1);
    assertThat(runtime.inbox().answerable(CLERK)).hasSize(6);
    assertThat(runtime.inbox().answerable(BOSS)).hasSize(1);
    List<OpenQuestion> read = new ArrayList<>();
    String cursor = null;
    do {
      Page<OpenQuestion> page = runtime.inbox().page(ANA, all.page(cursor, 2));
      read.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    assertThat(read)
        .extracting(OpenQuestion::threadId)
        .containsExactly("clerk-0", "clerk-1", "clerk-2", "clerk-3", "clerk-4", "anyone");
  }

  @Test
  void an_answer_counts_once_and_for_the_revision_it_was_given_to() {
    AgentRuntime runtime = started(asking(a -> a));
    OpenQuestion question = only(runtime.inbox().open(ANA));
    runtime.inbox().answer(question, "left", CLERK);

    assertThatThrownBy(() -> runtime.inbox().answer(question, "right", CLERK))
        .isInstanceOf(AnswerRefusedException.class)
        .extracting(e -> ((AnswerRefusedException) e).result())
        .isEqualTo(AnswerResult.ALREADY_ANSWERED);
  }
}
