package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Group H: questions to humans. */
abstract class InboxContract extends StoreGroup {
  private static final InboxQuery ALL = InboxQuery.tenant(Samples.TENANT);

  InboxContract(CheckpointStoreContract subject) {
    super(subject);
  }

  private Line lineAsking(ThreadKey thread, Question... questions) {
    Line line = line(thread);
    line.commit(d -> d.frontier("n"));
    ask(line, 1, questions);
    return line;
  }

  private void ask(Line line, int attempt, Question... questions) {
    store.putTask(
        line.lease(), Samples.suspended(Samples.taskKey(line.lease(), "n"), attempt, questions));
  }

  private static Question question(String id) {
    return Samples.question(Samples.taskKey(Samples.THREAD, "main", "n", 0), id);
  }

  private AnswerResult answer(Question q, long revision, String text) {
    return store.answer(q.id(), revision, Samples.payload(text), "human-1");
  }

  @Test
  void a_question_is_in_the_inbox_as_soon_as_its_task_is_recorded() {
    Question q = question("q");

    lineAsking(Samples.THREAD, q);

    assertThat(store.open(ALL).items()).containsExactly(q);
    assertThat(reopen().open(ALL).items()).containsExactly(q);
    assertThat(store.question(q.id())).contains(q);
  }

  @Test
  void lists_open_questions_of_all_threads_of_the_tenant_oldest_first() {
    ThreadKey two = Samples.thread("two");
    ThreadKey foreign = new ThreadKey("other", "three");
    Question late = Samples.question(
        Samples.taskKey(Samples.THREAD, "main", "n", 0), "late", Samples.AT.plusSeconds(9), null);
    Question early = Samples.question(Samples.taskKey(two, "main", "n", 0), "early");
    Question theirs = Samples.question(Samples.taskKey(foreign, "main", "n", 0), "theirs");
    lineAsking(Samples.THREAD, late);
    lineAsking(two, early);
    lineAsking(foreign, theirs);

    assertThat(store.open(ALL).items()).containsExactly(early, late);
    assertThat(store.open(InboxQuery.thread(two)).items()).containsExactly(early);
    assertThat(store.open(InboxQuery.tenant("other")).items()).containsExactly(theirs);
    assertThat(store.question(new QuestionId("other", "early"))).isEmpty();
  }

  @Test
  void filters_by_kind_audience_and_time() {
    Question q = question("q");
    lineAsking(Samples.THREAD, q);
    var after = Samples.AT.plusSeconds(1);

    assertThat(inbox("approval", "supervisor", after)).containsExactly(q);
    assertThat(inbox("ask", null, null)).isEmpty();
    assertThat(inbox(null, "intern", null)).isEmpty();
    assertThat(inbox(null, null, Samples.AT)).isEmpty();
  }

  private List<Question> inbox(
      @org.jspecify.annotations.Nullable String kind,
      @org.jspecify.annotations.Nullable String audience,
      java.time.@org.jspecify.annotations.Nullable Instant before) {
    return store
        .open(new InboxQuery(Samples.TENANT, null, kind, audience, before, null, 10))
        .items();
  }

  @Test
  void timers_and_events_are_listed_only_when_asked_for() {
    Question q = question("q");
    Question timer = ofKind(Question.TIMER);
    Question event = ofKind(Question.EVENT);
    lineAsking(Samples.THREAD, timer, q, event);

    assertThat(store.open(ALL).items()).containsExactly(q);
    assertThat(store.open(InboxQuery.thread(Samples.THREAD)).items()).containsExactly(q);
    assertThat(inbox(Question.TIMER, null, null)).containsExactly(timer);
    assertThat(inbox(Question.EVENT, null, null)).containsExactly(event);
  }

  private static Question ofKind(String kind) {
    Question q = question("of-kind-" + kind);
    return new Question(
        q.id(),
        q.task(),
        kind,
        q.question(),
        q.bindingHash(),
        q.audience(),
        null,
        null,
        q.askedAt(),
        null,
        1,
        false);
  }

  @Test
  void pages_hold_each_question_once_while_new_ones_come_in() {
    List<Question> asked = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      asked.add(question(String.format("q%02d", i)));
    }
    Line line = lineAsking(Samples.THREAD, asked.toArray(Question[]::new));
    List<Question> read = new ArrayList<>();

    Page<Question> page = store.open(ALL.page(null, 4));
    read.addAll(page.items());
    ask(line, 2, question("q-early"));
    while (page.next() != null) {
      page = store.open(ALL.page(page.next(), 4));
      read.addAll(page.items());
    }

    assertThat(read).doesNotHaveDuplicates().containsAll(asked);
  }

  @Test
  void an_answer_is_accepted_without_a_lease_and_seen_everywhere() {
    Question q = question("q");
    Line line = lineAsking(Samples.THREAD, q);
    store.release(line.lease());

    AnswerResult result = reopen().answer(q.id(), 1, Samples.payload("yes"), "human-1");

    Question answered = q.answered(Samples.payload("yes"), "human-1");
    assertThat(result).isEqualTo(AnswerResult.ACCEPTED);
    assertThat(store.question(q.id())).contains(answered);
    assertThat(store.open(ALL).items()).isEmpty();
    assertThat(head(line.lease()).questions()).containsExactly(answered);
    assertThat(reopen().head(Samples.THREAD, "main").orElseThrow().questions())
        .containsExactly(answered);
  }

  @Test
  void the_first_answer_stays() {
    Question q = question("q");
    lineAsking(Samples.THREAD, q);
    answer(q, 1, "yes");

    assertThat(answer(q, 1, "no")).isEqualTo(AnswerResult.ALREADY_ANSWERED);
    assertThat(answer(q, 2, "no")).isEqualTo(AnswerResult.ALREADY_ANSWERED);
    assertThat(reopen().answer(q.id(), 2, Samples.payload("no"), "human-2"))
        .isEqualTo(AnswerResult.ALREADY_ANSWERED);
    assertThat(store.question(q.id()).orElseThrow().answer()).isEqualTo(Samples.payload("yes"));
    assertThat(store.question(q.id()).orElseThrow().answeredBy()).isEqualTo("human-1");
  }

  @Test
  void of_many_answers_at_once_one_is_accepted() throws Exception {
    Question[] asked = new Question[30];
    Arrays.setAll(asked, i -> question("q" + i));
    lineAsking(Samples.THREAD, asked);
    for (Question q : asked) {
      List<Callable<AnswerResult>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String text = "answer " + i;
        answers.add(() -> answer(q, 1, text));
      }

      assertThat(AtOnce.run(answers))
          .containsOnlyOnce(AnswerResult.ACCEPTED)
          .containsOnly(AnswerResult.ACCEPTED, AnswerResult.ALREADY_ANSWERED);
    }
  }

  @Test
  void refuses_an_answer_to_another_revision() {
    Question q = question("q");
    lineAsking(Samples.THREAD, q);

    assertThat(answer(q, 0, "yes")).isEqualTo(AnswerResult.STALE_REVISION);
    assertThat(answer(q, 2, "yes")).isEqualTo(AnswerResult.STALE_REVISION);
    assertThat(store.question(q.id())).contains(q);
  }

  @Test
  void refuses_an_answer_after_the_end() {
    Question q = Samples.question(
        Samples.taskKey(Samples.THREAD, "main", "n", 0),
        "q",
        Samples.AT,
        Samples.AT.plusSeconds(60));
    lineAsking(Samples.THREAD, q);

    clock.set(Samples.AT.plusSeconds(60));

    assertThat(store.open(ALL).items()).isEmpty();
    assertThat(answer(q, 1, "yes")).isEqualTo(AnswerResult.EXPIRED);
    assertThat(store.question(q.id())).contains(q);
  }

  @Test
  void refuses_an_answer_to_a_withdrawn_question() {
    Question q = question("q");
    Line line = lineAsking(Samples.THREAD, q);

    line.commit(d -> d.closes(q.id()));

    assertThat(store.open(ALL).items()).isEmpty();
    assertThat(answer(q, 1, "yes")).isEqualTo(AnswerResult.CLOSED);
    assertThat(answer(q, 2, "yes")).isEqualTo(AnswerResult.CLOSED);
    assertThat(store.question(q.id())).contains(q.withdrawn());
  }

  @Test
  void does_not_know_a_question_of_another_tenant() {
    Question q = question("q");
    lineAsking(Samples.THREAD, q);

    assertThat(store.answer(new QuestionId("other", "q"), 1, Samples.payload("yes"), "x"))
        .isEqualTo(AnswerResult.UNKNOWN);
    assertThat(store.answer(new QuestionId(Samples.TENANT, "no"), 1, Samples.payload("yes"), "x"))
        .isEqualTo(AnswerResult.UNKNOWN);
    assertThat(store.question(q.id())).contains(q);
  }

  @Test
  void asking_again_keeps_the_answer() {
    Question q = question("q");
    Line line = lineAsking(Samples.THREAD, q);
    answer(q, 1, "yes");

    ask(line, 2, q);
    line.commit(d -> d.opens(q));

    assertThat(store.question(q.id())).contains(q.answered(Samples.payload("yes"), "human-1"));
    assertThat(store.open(ALL).items()).isEmpty();
  }

  @Test
  void a_question_asked_again_after_it_was_withdrawn_can_be_answered() {
    Question q = question("q");
    Line line = lineAsking(Samples.THREAD, q);
    line.commit(d -> d.closes(q.id()));

    ask(line, 2, q);

    Question open = store.question(q.id()).orElseThrow();
    assertThat(store.open(ALL).items()).containsExactly(open);
    assertThat(answer(q, q.revision(), "yes")).isEqualTo(AnswerResult.STALE_REVISION);
    assertThat(answer(q, open.revision(), "yes")).isEqualTo(AnswerResult.ACCEPTED);
  }

  @Test
  void a_question_asked_again_after_its_end_can_be_answered() {
    var task = Samples.taskKey(Samples.THREAD, "main", "n", 0);
    Question q = Samples.question(task, "q", Samples.AT, Samples.AT.plusSeconds(10));
    Line line = lineAsking(Samples.THREAD, q);
    clock.advance(Duration.ofSeconds(10));

    ask(line, 2, Samples.question(task, "q", clock.instant(), clock.instant().plusSeconds(10)));

    assertThat(store.open(ALL).items()).hasSize(1);
  }

  @Test
  void deleting_a_thread_removes_its_questions() {
    Question q = question("q");
    Line line = lineAsking(Samples.THREAD, q);

    store.deleteThread(line.lease());

    assertThat(store.open(ALL).items()).isEmpty();
    assertThat(store.question(q.id())).isEmpty();
    assertThat(answer(q, 1, "yes")).isEqualTo(AnswerResult.UNKNOWN);
  }
}
